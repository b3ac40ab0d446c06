package plimsoll.rules.container.container_seccomp_unconfined_test

import data.plimsoll.rules.container.container_seccomp_unconfined as rule

_container(own, privileged, default_value) := {"resources": [{
	"target": 1,
	"key": "web",
	"seccompProfile": own,
	"privileged": privileged,
	"engine": {"seccompProfile": default_value},
}]}

test_fail_unfiltered if {
	every case in [
		["unconfined", false, "builtin"],
		[null, true, "builtin"],
		[null, false, "unconfined"],
		[null, false, null],
	] {
		rule.violations == {{"target": 1, "key": "web", "args": {}}} with input as _container(case[0], case[1], case[2])
	}
}

test_pass_filtered if {
	every case in [
		[null, false, "builtin"],
		[null, false, "/etc/docker/seccomp.json"],
		["custom", true, null],
		["builtin", false, "unconfined"],
	] {
		rule.violations == set() with input as _container(case[0], case[1], case[2])
	}
}
