package plimsoll.rules.container.container_healthcheck_test

import data.plimsoll.rules.container.container_healthcheck as rule

_container(healthcheck) := {"resources": [{"target": 1, "key": "web", "healthcheck": healthcheck}]}

_finding(code) := {{"target": 1, "key": "web", "args": {"code": code}}}

test_fail_none if rule.violations == _finding("none") with input as _container(null)

test_fail_switched_off if {
	rule.violations == _finding("disabled") with input as _container({"test": ["NONE"], "disabled": true})
}

test_pass_checked if {
	rule.violations == set() with input as _container({"test": ["CMD", "/health"], "disabled": false})
}
