package plimsoll.rules.host.host_engine_files_protected_test

import data.plimsoll.rules.host.host_engine_files_protected as rule

_host(file) := {"resources": [{"target": 1, "key": "host", "engineFiles": [object.union(_file, file)]}]}

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

test_fail_others_write if {
	every change in [{"uid": 1000}, {"mode": "0646"}, {"gid": 999, "mode": "0664"}] {
		{finding.part | some finding in rule.violations} == {"/etc/docker/daemon.json"} with input as _host(change)
	}
}

test_fail_says_whose_it_is if {
	rule.violations == {{
		"target": 1,
		"key": "host",
		"part": "/etc/docker/daemon.json",
		"location": {"file": "/etc/docker/daemon.json"},
		"args": {"path": "/etc/docker/daemon.json", "owner": "alice", "group": "root", "mode": "0644"},
	}} with input as _host({"uid": 1000, "owner": "alice"})
}

test_pass_root_only if {
	every change in [{}, {"mode": "0664"}, {"gid": 999}, {"type": "socket", "mode": "0666"}, {"exists": false, "type": null}] {
		rule.violations == set() with input as _host(change)
		rule.unknown == set() with input as _host(change)
	}
}

test_unknown_not_readable if {
	rule.unknown == {{
		"target": 1,
		"key": "host",
		"fact": "engineFiles",
		"code": "permission-denied",
	}} with input as _host({"exists": false, "mode": null, "type": "other", "error": "permission-denied"})
}
