package plimsoll.rules.container.container_readonly_rootfs_test

import data.plimsoll.rules.container.container_readonly_rootfs as rule

_container(read_only) := {"resources": [{"target": 1, "key": "web", "readonlyRootfs": read_only}]}

test_fail_writable if rule.violations == {{"target": 1, "key": "web", "args": {}}} with input as _container(false)

test_pass_read_only if rule.violations == set() with input as _container(true)
