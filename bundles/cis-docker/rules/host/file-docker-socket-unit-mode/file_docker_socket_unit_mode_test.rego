package plimsoll.rules.host.file_docker_socket_unit_mode_test

import data.plimsoll.rules.host.file_docker_socket_unit_mode as rule

_host(change) := {"resources": [{"target": 1, "key": "host", "engineFiles": [_other, object.union(_file, change)]}]}

_file := {
	"path": "/usr/lib/systemd/system/docker.socket",
	"exists": true,
	"owner": "root",
	"uid": 0,
	"group": "root",
	"gid": 0,
	"mode": "0644",
	"type": "file",
	"error": null,
	"role": "socket-unit",
	"realPath": "/usr/lib/systemd/system/docker.socket",
}

# Another rule's business, and as bad as it can be.
_other := object.union(
	_file,
	{"path": "/usr/bin/runc", "role": "binary", "uid": 1000, "owner": "alice", "mode": "0777"},
)

_gone := {"exists": false, "owner": null, "uid": null, "group": null, "gid": null, "mode": null, "type": null, "realPath": null}

test_fail_grants_more if {
	every mode in ["0622", "0722", "0645", "4644"] {
		rule.violations == {{
			"target": 1,
			"key": "host",
			"part": _file.path,
			"location": {"file": _file.path},
			"args": {"path": _file.path, "mode": mode, "allowed": "0644"},
		}} with input as _host({"mode": mode})
	}
}

test_pass_grants_no_more if {
	every mode in ["0644", "0640", "0600"] {
		rule.violations == set() with input as _host({"mode": mode})
		rule.not_applicable == set() with input as _host({"mode": mode})
		rule.unknown == set() with input as _host({"mode": mode})
	}
}

test_na_no_unit if {
	every change in [_gone, object.union(_gone, {"exists": true, "type": "symlink", "uid": 1000, "gid": 1000, "mode": "0777"}), {"type": "other", "uid": 1000, "mode": "0666", "realPath": "/dev/null"}] {
		rule.not_applicable == {{"target": 1, "key": "host", "code": "no-unit", "args": {}}} with input as _host(change)
		rule.violations == set() with input as _host(change)
		rule.unknown == set() with input as _host(change)
	}
}

test_unknown_not_readable if {
	change := object.union(_gone, {"error": "permission-denied"})
	rule.unknown == {{"target": 1, "key": "host", "fact": "engineFiles", "code": "permission-denied"}} with input as _host(change)
	rule.not_applicable == set() with input as _host(change)
	rule.violations == set() with input as _host(change)
}
