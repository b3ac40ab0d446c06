package plimsoll.rules.engine.engine_seccomp_enabled_test

import data.plimsoll.rules.engine.engine_seccomp_enabled as rule

_engine(profile) := {"resources": [{"target": 1, "key": "engine", "seccompProfile": profile}]}

test_fail_off if {
	every profile in [null, "unconfined"] {
		rule.violations == {{"target": 1, "key": "engine", "args": {}}} with input as _engine(profile)
	}
}

test_pass_on if {
	every profile in ["builtin", "/etc/docker/seccomp.json"] { rule.violations == set() with input as _engine(profile) }
}
