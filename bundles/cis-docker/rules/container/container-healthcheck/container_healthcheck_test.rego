package plimsoll.rules.container.container_healthcheck_test

import data.plimsoll.rules.container.container_healthcheck as rule

_container(healthcheck) := _in_state(healthcheck, "exited", null)

_in_state(healthcheck, state, health) := {"resources": [{
	"target": 1,
	"key": "web",
	"healthcheck": healthcheck,
	"state": state,
	"health": health,
}]}

_check := {"test": ["CMD", "/health"], "disabled": false}

_finding(code) := {{"target": 1, "key": "web", "args": {"code": code}}}

test_fail_none if rule.violations == _finding("none") with input as _container(null)

test_fail_switched_off if {
	rule.violations == _finding("disabled") with input as _container({"test": ["NONE"], "disabled": true})
}

test_pass_checked if {
	rule.violations == set() with input as _container(_check)
	every health in ["starting", "healthy", "unhealthy"] {
		rule.violations == set() with input as _in_state(_check, "running", health)
	}
}

test_fail_not_carried_out if rule.violations == _finding("idle") with input as _in_state(_check, "running", null)

test_fail_running_without_a_check if rule.violations == _finding("none") with input as _in_state(null, "running", null)
