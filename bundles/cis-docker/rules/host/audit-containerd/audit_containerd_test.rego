package plimsoll.rules.host.audit_containerd_test

import data.plimsoll.rules.host.audit_containerd as rule

_path := "/usr/bin/containerd"

_watch := "-w /usr/bin/containerd -p wxa -k docker"

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
	"role": "binary",
	"realPath": _path,
}

_host(change, rules, loaded) := {"resources": [{
	"target": 1,
	"key": "host",
	"engineFiles": [object.union(_file, change)],
	"runtimeBinaries": [],
	"auditRules": rules,
	"auditRulesLoaded": loaded,
}]}

_params := {"plimsoll/audit-containerd": {"requiredPermissions": "wxa"}}

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
			"args": {"path": _path, "missing": "wxa"},
		}} with data.plimsoll.params as _params
			with input as _host({}, ["-w /usr/bin/containerd-old -p wxa"], loaded)
		rule.unknown == set() with input as _host({}, [], loaded) with data.plimsoll.params as _params
	}
}

test_fail_one_permission_short if {
	{finding.args.missing | some finding in rule.violations} == {"a"} with data.plimsoll.params as _params
		with input as _host({}, ["-w /usr/bin/containerd -p wx"], true)
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

test_fail_program_elsewhere if {
	elsewhere := {
		"name": "containerd",
		"path": "/usr/local/bin/containerd",
		"mode": "0755",
		"uid": 0,
		"gid": 0,
		"version": null,
	}
	[host] := _host({}, [_watch], true).resources
	{finding.part | some finding in rule.violations} == {elsewhere.path} with data.plimsoll.params as _params
		with input as {"resources": [object.union(host, {"runtimeBinaries": [elsewhere]})]}
}
