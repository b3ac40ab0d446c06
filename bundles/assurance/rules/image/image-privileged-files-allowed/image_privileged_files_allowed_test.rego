package plimsoll.rules.image.image_privileged_files_allowed_test

import data.plimsoll.rules.image.image_privileged_files_allowed as rule

_image(change) := {"resources": [{"target": 1, "key": "image", "privilegedFiles": [object.union(_file, change)]}]}

_file := {"path": "usr/local/bin/tool", "type": "file", "mode": "4755", "uid": 0, "gid": 0, "package": null, "layer": 1, "setuid": true, "setgid": false, "capabilities": []}

_params(globs) := {"plimsoll/image-privileged-files-allowed": {"allowedPrivilegedFiles": globs}}

_finding(args) := {
	"target": 1,
	"key": "image",
	"part": "usr/local/bin/tool",
	"location": {"pointer": "/privilegedFiles"},
	"args": object.union({"path": "usr/local/bin/tool"}, args),
}

test_fail_not_listed if {
	every globs in [[], ["usr/bin/*"]] {
		rule.violations == {_finding({"code": "setuid", "owner": 0})} with input as _image({"setgid": true})
			with data.plimsoll.params as _params(globs)
		rule.violations == {_finding({"code": "setgid", "owner": 42})} with data.plimsoll.params as _params(globs)
			with input as _image({"setuid": false, "setgid": true, "gid": 42})
		rule.violations == {_finding({"code": "capabilities", "capabilities": ["CAP_NET_RAW"]})}
			with input as _image({"setuid": false, "capabilities": ["CAP_NET_RAW"]})
			with data.plimsoll.params as _params(globs)
	}
}

test_pass_listed if {
	every globs in [["/usr/local/bin/tool"], ["usr/local/**"]] {
		rule.violations == set() with input as _image({}) with data.plimsoll.params as _params(globs)
	}
}
