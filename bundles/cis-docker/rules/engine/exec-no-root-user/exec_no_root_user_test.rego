package plimsoll.rules.engine.exec_no_root_user_test

import data.plimsoll.rules.engine.exec_no_root_user as rule

_engine(events, containers) := {"resources": [{
	"target": 1,
	"key": "engine",
	"execEvents": events,
	"counts": {"containers": containers},
}]}

_event(user, at) := {"container": "web", "user": user, "privileged": false, "at": at, "error": null}

_params := {"plimsoll/exec-no-root-user": {"lookbackDays": 30}}

_now := "2026-03-31T12:00:00Z"

_asked(seen) := {{"target": 1, "key": "engine", "args": {"seen": seen}}}

test_fail_root if {
	every user in ["root", "0", "0:0", "root:root", "0:1000"] {
		rule.violations == {{
			"target": 1,
			"key": "engine",
			"part": "web",
			"location": {"pointer": "/execEvents"},
			"args": {"container": "web", "user": "root"},
		}}
			with input as _engine([_event(user, "2026-03-01T12:00:00Z"), _event(user, null)], 1)
			with data.plimsoll.params as _params
			with data.plimsoll.now as _now
	}
}

test_pass_is_never_a_pass if {
	every event in [
		_event(null, _now),
		_event("1000:0", _now),
		_event("rooter", _now),
		_event("root", "2026-02-01T00:00:00Z"),
	] {
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
	rule.not_applicable == set() with input as _engine([_event("root", _now)], 0)
}
