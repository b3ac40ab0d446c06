package plimsoll.rules.image.image_no_compilers_test

import data.plimsoll.rules.image.image_no_compilers as rule

_image(change) := {"resources": [{"target": 1, "key": "image", "tools": [object.union(_tool, change)]}]}

_tool := {"path": "usr/bin/gcc-12", "kind": "compiler", "name": "gcc", "package": "deb/gcc-12", "layer": 0}

_params(names) := {"plimsoll/image-no-compilers": {"allowedTools": names}}

test_fail_there if {
	every names in [[], ["other"]] {
		rule.violations == {{
			"target": 1,
			"key": "image",
			"part": "usr/bin/gcc-12",
			"location": {"pointer": "/tools"},
			"args": {"path": "usr/bin/gcc-12", "tool": "gcc"},
		}} with input as _image({}) with data.plimsoll.params as _params(names)
	}
}

test_pass_other_kind_or_allowed if {
	rule.violations == set() with input as _image({"kind": "download"}) with data.plimsoll.params as _params([])
	every names in [["gcc"], ["*"]] {
		rule.violations == set() with input as _image({}) with data.plimsoll.params as _params(names)
	}
}
