package plimsoll.rules.image.image_no_remote_access_tools_test

import data.plimsoll.rules.image.image_no_remote_access_tools as rule

_image(change) := {"resources": [{"target": 1, "key": "image", "tools": [object.union(_tool, change)]}]}

_tool := {"path": "usr/sbin/sshd", "kind": "remote-access", "name": "sshd", "package": "deb/openssh-server", "layer": 0}

_params(names) := {"plimsoll/image-no-remote-access-tools": {"allowedTools": names}}

test_fail_there if {
	every names in [[], ["other"]] {
		rule.violations == {{
			"target": 1,
			"key": "image",
			"part": "usr/sbin/sshd",
			"location": {"pointer": "/tools"},
			"args": {"path": "usr/sbin/sshd", "tool": "sshd"},
		}} with input as _image({}) with data.plimsoll.params as _params(names)
	}
}

test_pass_other_kind_or_allowed if {
	rule.violations == set() with input as _image({"kind": "download"}) with data.plimsoll.params as _params([])
	every names in [["sshd"], ["*"]] {
		rule.violations == set() with input as _image({}) with data.plimsoll.params as _params(names)
	}
}
