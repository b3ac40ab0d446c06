package plimsoll.rules.image.image_has_required_packages_test

import data.plimsoll.rules.image.image_has_required_packages as rule

_package(name, version) := {
	"type": "deb",
	"name": name,
	"version": version,
	"purl": null,
	"architecture": null,
	"sourceName": null,
	"sourceVersion": null,
	"scope": "distribution",
	"path": "var/lib/dpkg/status",
	"layer": 0,
	"license": {"declared": null, "declaredText": null, "found": null, "unknownTexts": [], "requires": null, "differ": false, "texts": null, "copyrights": []},
}

_image(packages) := {"resources": [{"target": 1, "key": "image", "packages": packages}]}

_params(required) := {"plimsoll/image-has-required-packages": {"requiredPackages": required}}

test_fail_lacking if {
	every entry in [
		{"name": "company-ca"},
		{"name": "ca-certificates", "type": "apk"},
		{"name": "ca-certificates", "from": "20260101"},
	] {
		rule.violations == {{
			"target": 1,
			"key": "image",
			"part": entry.name,
			"location": {"pointer": "/packages"},
			"args": {"entry": entry.name},
		}} with input as _image([_package("ca-certificates", "20230311")])
			with data.plimsoll.params as _params([entry, {"name": "ca-*"}])
	}
}

test_pass_there if {
	every entry in [{"name": "ca-certificates"}, {"name": "ca-*"}, {"name": "ca-certificates", "from": "2023"}] {
		rule.violations == set() with input as _image([_package("ca-certificates", "20230311")])
			with data.plimsoll.params as _params([entry])
		rule.unknown == set() with input as _image([_package("ca-certificates", "20230311")])
			with data.plimsoll.params as _params([entry])
		rule.not_applicable == set() with input as _image([]) with data.plimsoll.params as _params([entry])
	}
}

test_na_no_list if {
	rule.not_applicable == {{
		"target": 1,
		"key": "image",
		"code": "no-list",
		"args": {},
	}} with input as _image([]) with data.plimsoll.params as _params([])
}

test_unknown_no_order if {
	gem := object.union(_package("rails", "6.0"), {"type": "gem"})
	unclear := {"name": "rails", "from": "7.0"}
	rule.unknown == {{
		"target": 1,
		"key": "image",
		"fact": "packages",
		"code": "not-supported",
	}} with input as _image([gem]) with data.plimsoll.params as _params([unclear])
	rule.violations == set() with input as _image([gem]) with data.plimsoll.params as _params([unclear])
	rule.unknown == set() with input as _image([gem]) with data.plimsoll.params as _params([unclear, {"name": "other"}])
}
