package plimsoll.rules.swarm.swarm_unlock_key_rotated_test

import data.plimsoll.rules.swarm.swarm_unlock_key_rotated as rule

_swarm(locked) := {"resources": [{"target": 1, "key": "swarm", "autoLockManagers": locked}]}

_one := {{"target": 1, "key": "swarm", "args": {}}}

test_fail_no_key if {
	rule.violations == _one with input as _swarm(false)
	rule.review == set() with input as _swarm(false)
}

test_review_when_it_was_replaced if rule.review == _one with input as _swarm(true)

test_pass_is_left_to_a_person if rule.violations == set() with input as _swarm(true)
