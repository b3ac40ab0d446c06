package plimsoll.rules.engine.daemon_live_restore_test

import data.plimsoll.rules.engine.daemon_live_restore as rule

_engine(on, state) := {"resources": [{
	"target": 1,
	"key": "engine",
	"liveRestore": on,
	"swarm": {"state": state, "manager": false, "managers": 0, "nodes": 0},
}]}

test_fail_off if {
	rule.violations == {{"target": 1, "key": "engine", "args": {}}} with input as _engine(false, "inactive")
	rule.not_applicable == set() with input as _engine(false, "inactive")
}

test_pass_on if {
	rule.violations == set() with input as _engine(true, "inactive")
	rule.not_applicable == set() with input as _engine(true, "inactive")
}

test_na_in_a_swarm if {
	rule.not_applicable == {{"target": 1, "key": "engine", "code": "swarm", "args": {}}}
		with input as _engine(false, "active")
}
