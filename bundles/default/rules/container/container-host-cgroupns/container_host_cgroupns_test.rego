package plimsoll.rules.container.container_host_cgroupns_test

import data.plimsoll.rules.container.container_host_cgroupns as rule

_container(mode) := {"resources": [{"target": 1, "key": "web", "cgroupnsMode": mode}]}

test_fail_host if rule.violations == {{"target": 1, "key": "web", "args": {}}} with input as _container("host")

test_pass_private if rule.violations == set() with input as _container("private")
