package plimsoll.rules.engine.daemon_userland_proxy_disabled_test

import data.plimsoll.rules.engine.daemon_userland_proxy_disabled as rule

_engine(on) := {"resources": [{"target": 1, "key": "engine", "userlandProxy": on}]}

test_fail_on if rule.violations == {{"target": 1, "key": "engine", "args": {}}} with input as _engine(true)

test_pass_off if rule.violations == set() with input as _engine(false)
