package plimsoll.rules.engine.container_sprawl_test

import data.plimsoll.rules.engine.container_sprawl as rule

_engine(containers, stopped) := {"resources": [{
	"target": 1,
	"key": "engine",
	"counts": {
		"containers": containers,
		"running": containers - stopped,
		"stopped": stopped,
		"images": 1,
		"unusedImages": 0,
		"danglingImages": 0,
	},
}]}

_params(highest) := {"plimsoll/container-sprawl": {"maxStoppedContainers": highest}}

test_fail_too_many if {
	rule.violations == {{"target": 1, "key": "engine", "args": {"stopped": 3, "highest": 2}}} with input as _engine(5, 3)
		with data.plimsoll.params as _params(2)
	rule.review == set() with input as _engine(5, 3) with data.plimsoll.params as _params(2)
}

test_pass_at_the_bound if {
	rule.violations == set() with input as _engine(5, 3) with data.plimsoll.params as _params(3)
	rule.review == set() with input as _engine(5, 3) with data.plimsoll.params as _params(3)
	rule.not_applicable == set() with input as _engine(5, 3) with data.plimsoll.params as _params(3)
}

test_na_no_containers if {
	rule.not_applicable == {{"target": 1, "key": "engine", "code": "no-containers", "args": {}}}
		with input as _engine(0, 0)
		with data.plimsoll.params as _params(null)
	rule.review == set() with input as _engine(0, 0) with data.plimsoll.params as _params(null)
}

test_review_no_bound if {
	rule.review == {{"target": 1, "key": "engine", "args": {"containers": 5, "stopped": 3}}} with input as _engine(5, 3)
		with data.plimsoll.params as _params(null)
	rule.violations == set() with input as _engine(5, 3) with data.plimsoll.params as _params(null)
}
