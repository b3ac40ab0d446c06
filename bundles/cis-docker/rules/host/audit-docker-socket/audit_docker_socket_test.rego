package plimsoll.rules.host.audit_docker_socket_test

import data.plimsoll.rules.host.audit_docker_socket as rule

_path := "/usr/lib/systemd/system/docker.socket"

_watch := "-w /usr/lib/systemd/system/docker.socket -p wa -k docker"

_file := {
	"path": _path,
	"exists": true,
	"owner": "root",
	"uid": 0,
	"group": "root",
	"gid": 0,
	"mode": "0600",
	"type": "file",
	"error": null,
	"role": "socket-unit",
	"realPath": _path,
}

_host(change, rules, loaded) := {"resources": [{
	"target": 1,
	"key": "host",
	"engineFiles": [object.union(_file, change)],
	"auditRules": rules,
	"auditRulesLoaded": loaded,
}]}

_params := {"plimsoll/audit-docker-socket": {"requiredPermissions": "wa"}}

_absent := {"exists": false, "realPath": null, "type": null}

_na := {{"target": 1, "key": "host", "code": "absent", "args": {}}}

_unknown(fact, code) := {{"target": 1, "key": "host", "fact": fact, "code": code}}

test_fail_not_recorded if {
	every loaded in [true, false] {
		rule.violations == {{
			"target": 1,
			"key": "host",
			"part": _path,
			"location": {"file": _path},
			"args": {"path": _path, "missing": "wa"},
		}} with data.plimsoll.params as _params
			with input as _host({}, ["-w /usr/lib/systemd/system/docker.socket-old -p wa"], loaded)
		rule.unknown == set() with input as _host({}, [], loaded) with data.plimsoll.params as _params
	}
}

test_fail_one_permission_short if {
	{finding.args.missing | some finding in rule.violations} == {"a"} with data.plimsoll.params as _params
		with input as _host({}, ["-w /usr/lib/systemd/system/docker.socket -p w"], true)
}

test_pass_recorded if {
	rule.violations == set() with input as _host({}, [_watch], true) with data.plimsoll.params as _params
	rule.not_applicable == set() with input as _host({}, [_watch], true) with data.plimsoll.params as _params
	rule.unknown == set() with input as _host({}, [_watch], true) with data.plimsoll.params as _params
}

test_na_absent if {
	rule.not_applicable == _na with input as _host(_absent, [], true) with data.plimsoll.params as _params
	rule.violations == set() with input as _host(_absent, [], true) with data.plimsoll.params as _params
}

test_unknown_not_readable if {
	change := object.union(_absent, {"error": "permission-denied"})
	rule.unknown == _unknown("engineFiles", "permission-denied") with data.plimsoll.params as _params
		with input as _host(change, [_watch], true)
	rule.not_applicable == set() with input as _host(change, [_watch], true) with data.plimsoll.params as _params
}

test_unknown_rules_of_files if {
	rule.unknown == _unknown("auditRules", "not-supported") with data.plimsoll.params as _params
		with input as _host({}, [_watch], false)
}

test_na_other_role if {
	change := {"role": "unit"}
	rule.violations == set() with input as _host(change, [], true) with data.plimsoll.params as _params
	rule.not_applicable == _na with input as _host(change, [], true) with data.plimsoll.params as _params
}
