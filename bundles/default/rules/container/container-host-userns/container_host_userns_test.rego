package plimsoll.rules.container.container_host_userns_test

import data.plimsoll.rules.container.container_host_userns as rule

_container(mode) := {"resources": [{"target": 1, "key": "web", "usernsMode": mode}]}

test_fail_host if rule.violations == {{"target": 1, "key": "web", "args": {}}} with input as _container("host")

test_pass_private if rule.violations == set() with input as _container("private")
