package plimsoll.rules.host.file_daemon_json_mode_test

import data.plimsoll.rules.host.file_daemon_json_mode as rule

_host(change) := {"resources": [{"target": 1, "key": "host", "engineFiles": [_other, object.union(_file, change)]}]}

_file := {
	"path": "/etc/docker/daemon.json",
	"exists": true,
	"owner": "root",
	"uid": 0,
	"group": "root",
	"gid": 0,
	"mode": "0644",
	"type": "file",
	"error": null,
	"role": "configuration",
	"realPath": "/etc/docker/daemon.json",
}

# Another rule's business, and as bad as it can be.
_other := object.union(
	_file,
	{"path": "/etc/containerd/config.toml", "role": "configuration", "uid": 1000, "owner": "alice", "mode": "0777"},
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

test_na_no_file if {
	every change in [_gone, object.union(_gone, {"exists": true, "type": "symlink", "uid": 1000, "gid": 1000, "mode": "0777"})] {
		rule.not_applicable == {{"target": 1, "key": "host", "code": "no-file", "args": {}}} with input as _host(change)
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

test_unknown_perhaps_elsewhere if {
	every role, wanted in {"tls-key": _unread, "tls-ca": set()} {
		host := _host(_gone).resources[0]
		key := object.union(_other, object.union(_gone, {"role": role, "error": "permission-denied"}))
		changed := {"resources": [object.union(host, {"engineFiles": array.concat(host.engineFiles, [key])})]}
		rule.unknown == wanted with input as changed
		count(rule.not_applicable) == 1 - count(wanted) with input as changed
	}
}

_unread := {{"target": 1, "key": "host", "fact": "engineFiles", "code": "permission-denied"}}
