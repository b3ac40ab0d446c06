package plimsoll.rules.host.host_ssh_root_login_test

import data.plimsoll.rules.host.host_ssh_root_login as rule

_host(permit, blocks) := {"resources": [{
	"target": 1,
	"key": "host",
	"sshd": {"permitRootLogin": permit, "hasMatchBlocks": blocks},
}]}

_one := {{"target": 1, "key": "host", "args": {}}}

test_fail_yes if rule.violations == _one with input as _host("yes", false)

test_pass_others if {
	every permit in ["no", "prohibit-password", "forced-commands-only"] {
		rule.violations == set() with input as _host(permit, false)
		rule.review == set() with input as _host(permit, false)
		rule.not_applicable == set() with input as _host(permit, false)
	}
}

test_na_no_server if {
	rule.not_applicable == {{"target": 1, "key": "host", "code": "no-server", "args": {}}} with input as {"resources": [{
		"target": 1,
		"key": "host",
		"sshd": null,
	}]}
}

test_review_match_blocks if rule.review == _one with input as _host("no", true)
