package plimsoll.rules.container.container_memory_limit_test

import data.plimsoll.rules.container.container_memory_limit as rule

_container(limit) := {"resources": [{"target": 1, "key": "web", "memoryLimit": limit}]}

test_fail_unlimited if rule.violations == {{"target": 1, "key": "web", "args": {}}} with input as _container(0)

test_pass_limited if rule.violations == set() with input as _container(536870912)
