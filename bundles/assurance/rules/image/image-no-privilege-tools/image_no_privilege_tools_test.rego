package plimsoll.rules.image.image_no_privilege_tools_test

import data.plimsoll.rules.image.image_no_privilege_tools as rule

_image(change) := {"resources": [{"target": 1, "key": "image", "tools": [object.union(_tool, change)]}]}

_tool := {"path": "usr/bin/sudo", "kind": "privilege", "name": "sudo", "package": "deb/sudo", "layer": 0}

_params(names) := {"plimsoll/image-no-privilege-tools": {"allowedTools": names}}

test_fail_there if {
	every names in [[], ["other"]] {
		rule.violations == {{
			"target": 1,
			"key": "image",
			"part": "usr/bin/sudo",
			"location": {"pointer": "/tools"},
			"args": {"path": "usr/bin/sudo", "tool": "sudo"},
		}} with input as _image({}) with data.plimsoll.params as _params(names)
	}
}

test_pass_other_kind_or_allowed if {
	rule.violations == set() with input as _image({"kind": "download"}) with data.plimsoll.params as _params([])
	every names in [["sudo"], ["*"]] {
		rule.violations == set() with input as _image({}) with data.plimsoll.params as _params(names)
	}
}
