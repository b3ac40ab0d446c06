package plimsoll.rules.image.image_no_package_managers_test

import data.plimsoll.rules.image.image_no_package_managers as rule

_image(change) := {"resources": [{"target": 1, "key": "image", "tools": [object.union(_tool, change)]}]}

_tool := {"path": "usr/bin/apt-get", "kind": "package-manager", "name": "apt-get", "package": "deb/apt", "layer": 0}

_params(names) := {"plimsoll/image-no-package-managers": {"allowedTools": names}}

test_fail_there if {
	every names in [[], ["other"]] {
		rule.violations == {{
			"target": 1,
			"key": "image",
			"part": "usr/bin/apt-get",
			"location": {"pointer": "/tools"},
			"args": {"path": "usr/bin/apt-get", "tool": "apt-get"},
		}} with input as _image({}) with data.plimsoll.params as _params(names)
	}
}

test_pass_other_kind_or_allowed if {
	rule.violations == set() with input as _image({"kind": "download"}) with data.plimsoll.params as _params([])
	every names in [["apt-get"], ["*"]] {
		rule.violations == set() with input as _image({}) with data.plimsoll.params as _params(names)
	}
}
