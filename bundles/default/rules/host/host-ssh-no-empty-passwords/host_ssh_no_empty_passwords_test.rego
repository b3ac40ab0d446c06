package plimsoll.rules.host.host_ssh_no_empty_passwords_test

import data.plimsoll.rules.host.host_ssh_no_empty_passwords as rule

_host(permit) := {"resources": [{"target": 1, "key": "host", "sshd": {"permitEmptyPasswords": permit}}]}

test_fail_taken if rule.violations == {{"target": 1, "key": "host", "args": {}}} with input as _host(true)

test_pass_refused if {
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
