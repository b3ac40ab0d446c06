package plimsoll.rules.image.image_no_world_writable_files_test

import data.plimsoll.rules.image.image_no_world_writable_files as rule

_image(files) := {"resources": [{"target": 1, "key": "image", "worldWritable": files}]}

_file := {"path": "srv/data", "type": "file", "mode": "0666", "uid": 0, "gid": 0, "package": null, "layer": 1}

_params(globs) := {"plimsoll/image-no-world-writable-files": {"allowedWorldWritable": globs}}

test_fail_not_listed if {
	every globs in [[], ["srv"], ["srv/*.txt"]] {
		rule.violations == {{
			"target": 1,
			"key": "image",
			"part": "srv/data",
			"location": {"pointer": "/worldWritable"},
			"args": {"path": "srv/data", "mode": "0666"},
		}} with input as _image([_file]) with data.plimsoll.params as _params(globs)
	}
}

test_pass_none_or_listed if {
	rule.violations == set() with input as _image([]) with data.plimsoll.params as _params([])
	every globs in [["/srv/data"], ["srv/**"]] {
		rule.violations == set() with input as _image([_file]) with data.plimsoll.params as _params(globs)
	}
}
