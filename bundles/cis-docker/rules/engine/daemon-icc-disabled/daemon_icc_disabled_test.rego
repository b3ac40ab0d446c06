package plimsoll.rules.engine.daemon_icc_disabled_test

import data.plimsoll.rules.engine.daemon_icc_disabled as rule

_engine(open) := {"resources": [{"target": 1, "key": "engine", "interContainerCommunication": open}]}

test_fail_open if rule.violations == {{"target": 1, "key": "engine", "args": {}}} with input as _engine(true)

test_pass_closed if rule.violations == set() with input as _engine(false)
