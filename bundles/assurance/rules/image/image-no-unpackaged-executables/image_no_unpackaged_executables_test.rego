package plimsoll.rules.image.image_no_unpackaged_executables_test

import data.plimsoll.rules.image.image_no_unpackaged_executables as rule

_image(change, managers) := {"resources": [{
	"target": 1,
	"key": "image",
	"unpackagedExecutables": [object.union(_file, change)],
	"packageManagers": managers,
}]}

_file := {"path": "usr/bin/extra", "mode": "0755", "format": "elf", "size": 2000000, "layer": 3}

_params(globs) := {"plimsoll/image-no-unpackaged-executables": {"formats": ["elf"], "allowedExecutables": globs}}

test_fail_not_listed if {
	rule.violations == {{
		"target": 1,
		"key": "image",
		"part": "usr/bin/extra",
		"location": {"pointer": "/unpackagedExecutables"},
		"args": {"path": "usr/bin/extra", "format": "elf"},
	}} with input as _image({}, ["dpkg"]) with data.plimsoll.params as _params(["opt/**"])
}

test_pass_listed_or_other_format if {
	rule.violations == set() with input as _image({}, ["dpkg"]) with data.plimsoll.params as _params(["usr/bin/ext*"])
	rule.violations == set() with input as _image({"format": "script"}, ["dpkg"]) with data.plimsoll.params as _params([])
	rule.not_applicable == set() with input as _image({}, ["apk", "dpkg"])
}

test_na_no_database if {
	rule.not_applicable == {{
		"target": 1,
		"key": "image",
		"code": "no-database",
		"args": {},
	}} with input as _image({}, [])
}
