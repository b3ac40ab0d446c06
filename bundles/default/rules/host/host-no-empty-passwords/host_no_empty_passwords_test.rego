package plimsoll.rules.host.host_no_empty_passwords_test

import data.plimsoll.rules.host.host_no_empty_passwords as rule

_host(shell, empty, locked, error) := {"resources": [{
	"target": 1,
	"key": "host",
	"users": [{
		"name": "app",
		"uid": 1000,
		"gid": 1000,
		"home": "/home/app",
		"shell": shell,
		"password": {"empty": empty, "locked": locked, "algorithm": null, "error": error},
	}],
}]}

test_fail_empty if {
	rule.violations == {{
		"target": 1,
		"key": "host",
		"part": "app",
		"location": {"pointer": "/users"},
		"args": {"user": "app"},
	}} with input as _host("/bin/bash", true, false, null)
}

test_pass_others if {
	rule.violations == set() with input as _host("/bin/bash", false, false, null)
	rule.violations == set() with input as _host("/bin/bash", true, true, null)
	rule.violations == set() with input as _host("/usr/sbin/nologin", true, false, null)
	rule.violations == set() with input as _host("/bin/false", true, false, null)
	rule.unknown == set() with input as _host("/bin/bash", false, false, null)
}

test_unknown_not_readable if {
	rule.unknown == {{
		"target": 1,
		"key": "host",
		"fact": "users",
		"code": "permission-denied",
	}} with input as _host("/bin/bash", false, false, "permission-denied")
}
