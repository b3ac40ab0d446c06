package plimsoll.rules.image.image_files_owned_test

import data.plimsoll.rules.image.image_files_owned as rule

_image(files) := {"resources": [{"target": 1, "key": "image", "unownedFiles": files}]}

_file := {"path": "srv/data", "type": "file", "mode": "0644", "uid": 1234, "gid": 1234, "package": null, "layer": 1}

_params(globs) := {"plimsoll/image-files-owned": {"allowedUnowned": globs}}

test_fail_not_listed if {
	every globs in [[], ["srv"], ["srv/*.txt"]] {
		rule.violations == {{
			"target": 1,
			"key": "image",
			"part": "srv/data",
			"location": {"pointer": "/unownedFiles"},
			"args": {"path": "srv/data", "uid": 1234, "gid": 1234},
		}} with input as _image([_file]) with data.plimsoll.params as _params(globs)
	}
}

test_pass_none_or_listed if {
	rule.violations == set() with input as _image([]) with data.plimsoll.params as _params([])
	every globs in [["/srv/data"], ["srv/**"]] {
		rule.violations == set() with input as _image([_file]) with data.plimsoll.params as _params(globs)
	}
}
