package plimsoll.rules.image.image_no_shells_test

import data.plimsoll.rules.image.image_no_shells as rule

_image(change) := {"resources": [{"target": 1, "key": "image", "tools": [object.union(_tool, change)]}]}

_tool := {"path": "bin/bash", "kind": "shell", "name": "bash", "package": "deb/bash", "layer": 0}

_params(names) := {"plimsoll/image-no-shells": {"allowedTools": names}}

test_fail_there if {
	every names in [[], ["other"]] {
		rule.violations == {{
			"target": 1,
			"key": "image",
			"part": "bin/bash",
			"location": {"pointer": "/tools"},
			"args": {"path": "bin/bash", "tool": "bash"},
		}} with input as _image({}) with data.plimsoll.params as _params(names)
	}
}

test_pass_other_kind_or_allowed if {
	rule.violations == set() with input as _image({"kind": "download"}) with data.plimsoll.params as _params([])
	every names in [["bash"], ["*"]] {
		rule.violations == set() with input as _image({}) with data.plimsoll.params as _params(names)
	}
}
