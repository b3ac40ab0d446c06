package plimsoll.rules.engine.daemon_not_experimental_test

import data.plimsoll.rules.engine.daemon_not_experimental as rule

_engine(on) := {"resources": [{"target": 1, "key": "engine", "name": "lab", "experimental": on}]}

_params(names) := {"plimsoll/daemon-not-experimental": {"notInProduction": names}}

test_fail_on if {
	rule.violations == {{"target": 1, "key": "engine", "args": {}}} with input as _engine(true)
		with data.plimsoll.params as _params(["lab-2"])
	rule.not_applicable == set() with input as _engine(true) with data.plimsoll.params as _params(["lab-2"])
}

test_pass_off if rule.violations == set() with input as _engine(false) with data.plimsoll.params as _params([])

test_na_not_in_production if {
	rule.not_applicable == {{"target": 1, "key": "engine", "code": "not-production", "args": {}}}
		with input as _engine(true)
		with data.plimsoll.params as _params(["lab"])
}
