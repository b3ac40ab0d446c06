package plimsoll.rules.swarm.swarm_manager_count_test

import data.plimsoll.rules.swarm.swarm_manager_count as rule

_swarm(managers) := {"resources": [{"target": 1, "key": "swarm", "managers": managers}]}

_params(expected) := {"plimsoll/swarm-manager-count": {"expectedManagers": expected, "maxManagers": 7}}

_finding(args) := {{"target": 1, "key": "swarm", "args": args}}

test_fail_even if {
	every managers in [2, 4, 6] {
		rule.violations == _finding({"code": "even"}) with input as _swarm(managers) with data.plimsoll.params as _params(null)
	}
}

test_fail_many if {
	every managers in [8, 9] {
		rule.violations == _finding({"code": "many", "maximum": 7}) with input as _swarm(managers)
			with data.plimsoll.params as _params(null)
	}
}

test_fail_unexpected if {
	every managers in [1, 4, 5] {
		rule.violations == _finding({"code": "unexpected", "expected": 3}) with input as _swarm(managers)
			with data.plimsoll.params as _params(3)
	}
}

test_pass_odd_or_expected if {
	every managers in [1, 3, 5, 7] {
		rule.violations == set() with input as _swarm(managers) with data.plimsoll.params as _params(null)
	}
	rule.violations == set() with input as _swarm(2) with data.plimsoll.params as _params(2)
}
