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
	"oldestStoppedContainerAt": "2025-12-02T00:00:00Z",
}]}

_params(highest) := _bounds(highest, null)

_bounds(highest, days) := {"plimsoll/container-sprawl": {
	"maxStoppedContainers": highest,
	"maxStoppedContainerAgeDays": days,
}}

test_fail_too_many if {
	rule.violations == {{
		"target": 1,
		"key": "engine",
		"part": "number",
		"location": {"pointer": "/counts"},
		"args": {"code": "number", "stopped": 3, "highest": 2},
	}}
		with input as _engine(5, 3)
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
	rule.review == {{"target": 1, "key": "engine", "args": {"containers": 5, "stopped": 3, "oldest": "2025-12-02T00:00:00Z"}}} with input as _engine(5, 3)
		with data.plimsoll.params as _params(null)
	rule.violations == set() with input as _engine(5, 3) with data.plimsoll.params as _params(null)
}

test_fail_too_old if {
	rule.violations == {{
		"target": 1,
		"key": "engine",
		"part": "age",
		"location": {"pointer": "/oldestStoppedContainerAt"},
		"args": {"code": "age", "days": 30, "highest": 7},
	}}
		with input as _engine(5, 3)
		with data.plimsoll.params as _bounds(null, 7)
		with data.plimsoll.now as "2026-01-01T00:00:00Z"
}

test_pass_young_enough if {
	rule.violations == set() with input as _engine(5, 3)
		with data.plimsoll.params as _bounds(null, 30)
		with data.plimsoll.now as "2026-01-01T00:00:00Z"
	rule.review == set() with input as _engine(5, 3)
		with data.plimsoll.params as _bounds(null, 30)
		with data.plimsoll.now as "2026-01-01T00:00:00Z"
}

test_pass_none_stopped if {
	running := json.patch(_engine(5, 0), [{
		"op": "replace",
		"path": "/resources/0/oldestStoppedContainerAt",
		"value": null,
	}])
	rule.violations == set() with input as running
		with data.plimsoll.params as _bounds(null, 0)
		with data.plimsoll.now as "2026-01-01T00:00:00Z"
}
