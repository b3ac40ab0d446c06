package plimsoll.rules.host.host_ssh_key_login_test

import data.plimsoll.rules.host.host_ssh_key_login as rule

_host(taken) := {"resources": [{"target": 1, "key": "host", "sshd": {"passwordAuthentication": taken}}]}

test_fail_password if rule.violations == {{"target": 1, "key": "host", "args": {}}} with input as _host(true)

test_pass_key if {
	rule.violations == set() with input as _host(false)
	rule.not_applicable == set() with input as _host(false)
}

test_na_no_server if {
	rule.not_applicable == {{"target": 1, "key": "host", "code": "no-server", "args": {}}} with input as {"resources": [{
		"target": 1,
		"key": "host",
		"sshd": null,
	}]}
}
