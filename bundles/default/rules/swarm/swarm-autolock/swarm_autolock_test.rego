package plimsoll.rules.swarm.swarm_autolock_test

import data.plimsoll.rules.swarm.swarm_autolock as rule

_swarm(locked) := {"resources": [{"target": 1, "key": "swarm", "autoLockManagers": locked}]}

test_fail_off if rule.violations == {{"target": 1, "key": "swarm", "args": {}}} with input as _swarm(false)

test_pass_on if rule.violations == set() with input as _swarm(true)
