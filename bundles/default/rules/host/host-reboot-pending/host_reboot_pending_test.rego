package plimsoll.rules.host.host_reboot_pending_test

import data.plimsoll.rules.host.host_reboot_pending as rule

_host(required) := {"resources": [{"target": 1, "key": "host", "rebootRequired": required}]}

test_fail_waits if rule.violations == {{"target": 1, "key": "host", "args": {}}} with input as _host(true)

test_pass_does_not_wait if rule.violations == set() with input as _host(false)
