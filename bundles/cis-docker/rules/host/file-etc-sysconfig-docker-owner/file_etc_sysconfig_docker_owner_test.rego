package plimsoll.rules.host.file_etc_sysconfig_docker_owner_test

import data.plimsoll.rules.host.file_etc_sysconfig_docker_owner as rule

_host(change) := {"resources": [{"target": 1, "key": "host", "engineFiles": [_other, object.union(_file, change)]}]}

_file := {
	"path": "/etc/sysconfig/docker",
	"exists": true,
	"owner": "root",
	"uid": 0,
	"group": "root",
	"gid": 0,
	"mode": "0644",
	"type": "file",
	"error": null,
	"role": "defaults",
	"realPath": "/etc/sysconfig/docker",
}

# Another rule's business, and as bad as it can be.
_other := object.union(
	_file,
	{"path": "/etc/default/docker", "role": "defaults", "uid": 1000, "owner": "alice", "mode": "0777"},
)

_gone := {"exists": false, "owner": null, "uid": null, "group": null, "gid": null, "mode": null, "type": null, "realPath": null}

test_fail_belongs_to_others if {
	every change in [{"uid": 1000, "owner": "alice"}, {"gid": 999, "group": "docker"}] {
		file := object.union(_file, change)
		rule.violations == {{
			"target": 1,
			"key": "host",
			"part": file.path,
			"location": {"file": file.path},
			"args": {"path": file.path, "owner": file.owner, "group": file.group},
		}} with input as _host(change)
	}
}

test_pass_roots_whatever_the_mode if {
	every change in [{}, {"mode": "0777"}] {
		rule.violations == set() with input as _host(change)
		rule.not_applicable == set() with input as _host(change)
		rule.unknown == set() with input as _host(change)
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
