package plimsoll.rules.engine.daemon_seccomp_profile_reviewed_test

import data.plimsoll.rules.engine.daemon_seccomp_profile_reviewed as rule

_engine(profile) := {"resources": [{"target": 1, "key": "engine", "seccompProfile": profile}]}

_params(allowed) := {"plimsoll/daemon-seccomp-profile-reviewed": {"allowedSeccompProfiles": allowed}}

_custom := "/etc/docker/seccomp.json"

test_fail_off if {
	every profile in [null, "unconfined"] {
		rule.violations == {{"target": 1, "key": "engine", "args": {"code": "none"}}} with input as _engine(profile)
			with data.plimsoll.params as _params([_custom])
		rule.review == set() with input as _engine(profile) with data.plimsoll.params as _params(null)
	}
}

test_fail_not_allowed if {
	rule.violations == {{"target": 1, "key": "engine", "args": {"code": "not-allowed"}}}
		with input as _engine("/tmp/open.json")
		with data.plimsoll.params as _params([_custom])
}

test_pass_custom if {
	every allowed in [null, [_custom]] {
		rule.violations == set() with input as _engine(_custom) with data.plimsoll.params as _params(allowed)
		rule.review == set() with input as _engine(_custom) with data.plimsoll.params as _params(allowed)
	}
}

test_review_builtin if {
	rule.review == {{"target": 1, "key": "engine", "args": {}}} with input as _engine("builtin")
		with data.plimsoll.params as _params([])
	rule.violations == set() with input as _engine("builtin") with data.plimsoll.params as _params([])
}
