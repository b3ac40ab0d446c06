package plimsoll.rules.container.container_no_new_privileges_test

import data.plimsoll.rules.container.container_no_new_privileges as rule

_container(own, default_value) := {"resources": [{
	"target": 1,
	"key": "web",
	"noNewPrivileges": own,
	"engine": {"noNewPrivileges": default_value},
}]}

test_fail_neither_sets_it if {
	rule.violations == {{"target": 1, "key": "web", "args": {}}} with input as _container(null, false)
}

test_fail_switched_off_again if {
	rule.violations == {{"target": 1, "key": "web", "args": {}}} with input as _container(false, true)
}

test_pass_container_or_engine_sets_it if {
	every pair in [[true, false], [true, null], [null, true]] {
		rule.violations == set() with input as _container(pair[0], pair[1])
		rule.unknown == set() with input as _container(pair[0], pair[1])
	}
}

test_unknown_default_of_the_engine if {
	rule.unknown == {{
		"target": 1,
		"key": "web",
		"fact": "engine.noNewPrivileges",
		"code": "not-supported",
	}} with input as _container(null, null)
}
