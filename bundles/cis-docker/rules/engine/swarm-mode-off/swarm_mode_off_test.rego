package plimsoll.rules.engine.swarm_mode_off_test

import data.plimsoll.rules.engine.swarm_mode_off as rule

_engine(state) := {"resources": [{"target": 1, "key": "engine", "swarm": {"state": state}}]}

_params(needed) := {"plimsoll/swarm-mode-off": {"swarmNeeded": needed}}

_finding(code) := {{"target": 1, "key": "engine", "args": {"code": code}}}

test_fail_on if {
	every state in ["active", "pending", "locked", "error"] {
		rule.violations == _finding("on") with input as _engine(state) with data.plimsoll.params as _params(false)
	}
}

test_fail_needed_and_broken if {
	rule.violations == _finding("error") with input as _engine("error") with data.plimsoll.params as _params(true)
}

test_pass_off if {
	every state in ["inactive", ""] {
		rule.violations == set() with input as _engine(state) with data.plimsoll.params as _params(false)
	}
}

test_pass_needed if {
	every state in ["active", "pending", "locked", "inactive"] {
		rule.violations == set() with input as _engine(state) with data.plimsoll.params as _params(true)
	}
}
