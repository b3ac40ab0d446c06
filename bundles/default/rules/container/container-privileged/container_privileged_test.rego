package plimsoll.rules.container.container_privileged_test

import data.plimsoll.rules.container.container_privileged as rule

test_fail_privileged if {
	rule.violations == {{"target": 1, "key": "web", "args": {}}} with input as {"resources": [
		{"target": 1, "key": "web", "privileged": true},
		{"target": 1, "key": "database", "privileged": false},
	]}
}

test_pass_not_privileged if {
	rule.violations == set() with input as {"resources": [{"target": 1, "key": "web", "privileged": false}]}
}
