package plimsoll.rules.engine.daemon_iptables_enabled_test

import data.plimsoll.rules.engine.daemon_iptables_enabled as rule

_engine(managed) := {"resources": [{"target": 1, "key": "engine", "iptables": managed}]}

test_fail_off if rule.violations == {{"target": 1, "key": "engine", "args": {}}} with input as _engine(false)

test_pass_on if rule.violations == set() with input as _engine(true)
