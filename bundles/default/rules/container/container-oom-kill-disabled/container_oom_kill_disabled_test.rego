package plimsoll.rules.container.container_oom_kill_disabled_test

import data.plimsoll.rules.container.container_oom_kill_disabled as rule

_container(disabled, limit) := {"resources": [{
	"target": 1,
	"key": "web",
	"oomKillDisable": disabled,
	"memoryLimit": limit,
}]}

test_fail_no_limit if rule.violations == {{"target": 1, "key": "web", "args": {}}} with input as _container(true, 0)

test_pass_limited_or_endable if {
	rule.violations == set() with input as _container(true, 1000000)
	rule.violations == set() with input as _container(false, 0)
}
