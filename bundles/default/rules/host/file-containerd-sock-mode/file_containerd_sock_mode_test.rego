package plimsoll.rules.host.file_containerd_sock_mode_test

import data.plimsoll.rules.host.file_containerd_sock_mode as rule

_host(change) := {"resources": [{"target": 1, "key": "host", "engineFiles": [object.union(_socket, change)]}]}

_path := "/run/containerd/containerd.sock"

_socket := {
	"path": _path,
	"exists": true,
	"owner": "root",
	"uid": 0,
	"group": "root",
	"gid": 0,
	"mode": "0660",
	"type": "socket",
	"error": null,
	"role": "containerd-socket",
	"realPath": _path,
}

_na := {{"target": 1, "key": "host", "code": "no-socket", "args": {}}}

test_fail_others if {
	every mode in ["0666", "0661", "4660", "0670"] {
		rule.violations == {{
			"target": 1,
			"key": "host",
			"part": _path,
			"location": {"file": _path},
			"args": {"path": _path, "mode": mode},
		}} with input as _host({"mode": mode})
	}
}

test_pass_owner_and_group if {
	every mode in ["0660", "0600"] {
		rule.violations == set() with input as _host({"mode": mode})
		rule.not_applicable == set() with input as _host({"mode": mode})
		rule.unknown == set() with input as _host({"mode": mode})
	}
}

test_na_no_socket if {
	rule.not_applicable == _na with input as _host({"role": "socket", "path": "/run/docker.sock", "mode": "0666"})
	rule.violations == set() with input as _host({"role": "socket", "path": "/run/docker.sock", "mode": "0666"})
	rule.not_applicable == _na with input as _host({"exists": false, "mode": null})
}

test_unknown_not_readable if {
	rule.unknown == {{
		"target": 1,
		"key": "host",
		"fact": "engineFiles",
		"code": "permission-denied",
	}} with input as _host({"exists": false, "mode": null, "error": "permission-denied"})
	rule.not_applicable == set() with input as _host({"exists": false, "mode": null, "error": "permission-denied"})
}

test_unknown_settings_not_read if {
	unread := object.union(_socket, {
		"path": "/root/.docker/key.pem",
		"role": "tls-key",
		"exists": false,
		"error": "permission-denied",
	})
	absent := object.union(_socket, {"exists": false, "mode": null})
	elsewhere := {"resources": [{"target": 1, "key": "host", "engineFiles": [unread, absent]}]}
	rule.unknown == {{"target": 1, "key": "host", "fact": "engineFiles", "code": "permission-denied"}}
		with input as elsewhere
	rule.not_applicable == set() with input as elsewhere
	there := {"resources": [{"target": 1, "key": "host", "engineFiles": [unread, _socket]}]}
	rule.unknown == set() with input as there
}
