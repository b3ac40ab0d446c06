package plimsoll.rules.host.file_tls_server_cert_mode_test

import data.plimsoll.rules.host.file_tls_server_cert_mode as rule

_host(change) := {"resources": [{"target": 1, "key": "host", "engineFiles": [_other, object.union(_file, change)]}]}

_file := {
	"path": "/etc/docker/server-cert.pem",
	"exists": true,
	"owner": "root",
	"uid": 0,
	"group": "root",
	"gid": 0,
	"mode": "0444",
	"type": "file",
	"error": null,
	"role": "tls-certificate",
	"realPath": "/etc/docker/server-cert.pem",
}

# Another rule's business, and as bad as it can be.
_other := object.union(
	_file,
	{"path": "/usr/bin/runc", "role": "binary", "uid": 1000, "owner": "alice", "mode": "0777"},
)

_gone := {"exists": false, "owner": null, "uid": null, "group": null, "gid": null, "mode": null, "type": null, "realPath": null}

test_fail_grants_more if {
	every mode in ["0644", "0437", "0445", "2444"] {
		rule.violations == {{
			"target": 1,
			"key": "host",
			"part": _file.path,
			"location": {"file": _file.path},
			"args": {"path": _file.path, "mode": mode, "allowed": "0444"},
		}} with input as _host({"mode": mode})
	}
}

test_pass_grants_no_more if {
	every mode in ["0444", "0440", "0400"] {
		rule.violations == set() with input as _host({"mode": mode})
		rule.not_applicable == set() with input as _host({"mode": mode})
		rule.unknown == set() with input as _host({"mode": mode})
	}
}

test_na_no_tls if {
	every change in [{"role": "binary"}] {
		rule.not_applicable == {{"target": 1, "key": "host", "code": "no-tls", "args": {}}} with input as _host(change)
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

test_unknown_configured_and_not_there if {
	rule.unknown == {{"target": 1, "key": "host", "fact": "engineFiles", "code": "vanished"}} with input as _host(_gone)
	rule.not_applicable == set() with input as _host(_gone)
	rule.violations == set() with input as _host(_gone)
}
