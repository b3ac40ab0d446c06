package plimsoll.rules.image.image_no_download_tools_test

import data.plimsoll.rules.image.image_no_download_tools as rule

_image(change) := {"resources": [{"target": 1, "key": "image", "tools": [object.union(_tool, change)]}]}

_tool := {"path": "usr/bin/curl", "kind": "download", "name": "curl", "package": "deb/curl", "layer": 0}

_params(names) := {"plimsoll/image-no-download-tools": {"allowedTools": names}}

test_fail_there if {
	every names in [[], ["other"]] {
		rule.violations == {{
			"target": 1,
			"key": "image",
			"part": "usr/bin/curl",
			"location": {"pointer": "/tools"},
			"args": {"path": "usr/bin/curl", "tool": "curl"},
		}} with input as _image({}) with data.plimsoll.params as _params(names)
	}
}

test_pass_other_kind_or_allowed if {
	rule.violations == set() with input as _image({"kind": "shell"}) with data.plimsoll.params as _params([])
	every names in [["curl"], ["*"]] {
		rule.violations == set() with input as _image({}) with data.plimsoll.params as _params(names)
	}
}
