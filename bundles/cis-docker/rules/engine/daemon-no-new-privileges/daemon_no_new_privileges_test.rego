package plimsoll.rules.engine.daemon_no_new_privileges_test

import data.plimsoll.rules.engine.daemon_no_new_privileges as rule

_engine(on) := {"resources": [{"target": 1, "key": "engine", "noNewPrivileges": on}]}

test_fail_off if rule.violations == {{"target": 1, "key": "engine", "args": {}}} with input as _engine(false)

test_pass_on if rule.violations == set() with input as _engine(true)
