package plimsoll.rules.engine.exec_no_privileged_test

import data.plimsoll.rules.engine.exec_no_privileged as rule

_engine(events, containers) := {"resources": [{
	"target": 1,
	"key": "engine",
	"execEvents": events,
	"counts": {"containers": containers},
}]}

_event(privileged, at) := {"container": "web", "user": null, "privileged": privileged, "at": at, "error": null}

_params := {"plimsoll/exec-no-privileged": {"lookbackDays": 30}}

_now := "2026-03-31T12:00:00Z"

_asked(seen) := {{"target": 1, "key": "engine", "args": {"seen": seen}}}

test_fail_privileged if {
	every at in ["2026-03-31T11:00:00Z", "2026-03-01T12:00:00Z", null] {
		rule.violations == {{
			"target": 1,
			"key": "engine",
			"part": "web",
			"location": {"pointer": "/execEvents"},
			"args": {"container": "web"},
		}}
			with input as _engine([_event(true, at), _event(true, _now)], 1)
			with data.plimsoll.params as _params
			with data.plimsoll.now as _now
	}
}

test_pass_is_never_a_pass if {
	every event in [_event(false, _now), _event(null, _now), _event(true, "2026-02-01T00:00:00Z")] {
		rule.violations == set() with input as _engine([event], 1)
			with data.plimsoll.params as _params
			with data.plimsoll.now as _now
		rule.review == _asked(1) with input as _engine([event], 1)
			with data.plimsoll.params as _params
			with data.plimsoll.now as _now
	}
}

test_review_nothing_seen if {
	rule.review == _asked(0) with input as _engine([], 1)
		with data.plimsoll.params as _params
		with data.plimsoll.now as _now
}

test_na_no_containers if {
	rule.not_applicable == {{"target": 1, "key": "engine", "code": "no-containers", "args": {}}} with input as _engine([], 0)
	rule.not_applicable == set() with input as _engine([_event(true, _now)], 0)
}
