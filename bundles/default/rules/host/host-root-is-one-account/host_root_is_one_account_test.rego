package plimsoll.rules.host.host_root_is_one_account_test

import data.plimsoll.rules.host.host_root_is_one_account as rule

_host(name, uid) := {"resources": [{
	"target": 1,
	"key": "host",
	"users": [{
		"name": name,
		"uid": uid,
		"gid": 0,
		"home": "/root",
		"shell": "/bin/bash",
		"password": {"locked": true, "empty": false, "algorithm": null, "error": null},
	}],
}]}

test_fail_second_root if {
	rule.violations == {{
		"target": 1,
		"key": "host",
		"part": "toor",
		"location": {"pointer": "/users"},
		"args": {"user": "toor"},
	}} with input as _host("toor", 0)
}

test_pass_others if {
	rule.violations == set() with input as _host("root", 0)
	rule.violations == set() with input as _host("app", 1000)
}
