package plimsoll.rules.container.container_apparmor_profile_test

import data.plimsoll.rules.container.container_apparmor_profile as rule

_container(profile, state, privileged, used) := {"resources": [{
	"target": 1,
	"key": "web",
	"apparmorProfile": profile,
	"state": state,
	"privileged": privileged,
	"engine": {"apparmor": used},
}]}

test_fail_unconfined if {
	every case in [
		["unconfined", "running", false],
		["unconfined", "created", false],
		[null, "running", false],
		["", "exited", false],
		[null, "created", true],
	] {
		rule.violations == {{"target": 1, "key": "web", "args": {}}} with input as _container(case[0], case[1], case[2], true)
	}
}

test_pass_confined if {
	every case in [["docker-default", "running", false], ["app", "exited", true], [null, "created", false]] {
		rule.violations == set() with input as _container(case[0], case[1], case[2], true)
		rule.not_applicable == set() with input as _container(case[0], case[1], case[2], true)
	}
}

test_na_engine_does_not_use_it if {
	rule.not_applicable == {{
		"target": 1,
		"key": "web",
		"code": "not-used",
		"args": {},
	}} with input as _container(null, "running", false, false)
}
