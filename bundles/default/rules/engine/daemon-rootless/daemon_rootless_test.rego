package plimsoll.rules.engine.daemon_rootless_test

import data.plimsoll.rules.engine.daemon_rootless as rule

_engine(rootless) := {"resources": [{"target": 1, "key": "engine", "rootless": rootless}]}

_params(required) := {"plimsoll/daemon-rootless": {"requireRootless": required}}

_one := {{"target": 1, "key": "engine", "args": {}}}

test_fail_required if {
	rule.violations == _one with input as _engine(false) with data.plimsoll.params as _params(true)
	rule.review == set() with input as _engine(false) with data.plimsoll.params as _params(true)
}

test_review_reason_for_root if {
	rule.review == _one with input as _engine(false) with data.plimsoll.params as _params(false)
	rule.violations == set() with input as _engine(false) with data.plimsoll.params as _params(false)
}

test_pass_rootless if {
	every required in [true, false] {
		rule.violations == set() with input as _engine(true) with data.plimsoll.params as _params(required)
		rule.review == set() with input as _engine(true) with data.plimsoll.params as _params(required)
	}
}
