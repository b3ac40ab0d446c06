package plimsoll.rules.container.container_system_paths_unconfined_test

import data.plimsoll.rules.container.container_system_paths_unconfined as rule

_container(opened, privileged) := {"resources": [{
	"target": 1,
	"key": "web",
	"systemPathsUnconfined": opened,
	"privileged": privileged,
}]}

test_fail_opened if rule.violations == {{"target": 1, "key": "web", "args": {}}} with input as _container(true, false)

test_pass_closed if rule.violations == set() with input as _container(false, false)

test_pass_privileged_is_another_rule if rule.violations == set() with input as _container(true, true)
