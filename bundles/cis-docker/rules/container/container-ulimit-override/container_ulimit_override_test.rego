package plimsoll.rules.container.container_ulimit_override_test

import data.plimsoll.rules.container.container_ulimit_override as rule

_container(ulimits, defaults) := {"resources": [{
	"target": 1,
	"key": "web",
	"ulimits": ulimits,
	"engine": {"defaultUlimits": defaults},
}]}

_files(hard) := [{"name": "nofile", "soft": 1024, "hard": hard}]

_params(maximum) := {"plimsoll/container-ulimit-override": {"maxUlimits": maximum}}

_most(maximum) := _params([{"name": "nofile", "maximum": maximum}])

_asked(limits) := {{"target": 1, "key": "web", "args": {"limits": limits}}}

test_fail_above_the_maximum if {
	every hard in [4097, -1] {
		rule.violations == {{
			"target": 1,
			"key": "web",
			"part": "nofile",
			"location": {"pointer": "/ulimits"},
			"args": {"limit": "nofile", "hard": hard, "maximum": 4096},
		}}
			with input as _container(_files(hard), true)
			with data.plimsoll.params as _most(4096)
	}
}

test_pass_within if {
	every case in [[4096, 4096], [4096, -1], [-1, -1]] {
		rule.violations == set() with input as _container(_files(case[0]), false) with data.plimsoll.params as _most(case[1])
		rule.review == set() with input as _container(_files(case[0]), false) with data.plimsoll.params as _most(case[1])
	}
}

test_pass_defaults_of_the_engine if {
	rule.violations == set() with input as _container([], true) with data.plimsoll.params as _params([])
	rule.review == set() with input as _container([], true) with data.plimsoll.params as _params([])
}

test_review_no_maximum_known if {
	rule.review == _asked("nofile") with input as _container(_files(4096), true) with data.plimsoll.params as _params([])
	rule.review == _asked("nofile") with input as _container(_files(4096), true)
		with data.plimsoll.params as _params([{"name": "nproc", "maximum": 64}])
}

test_review_no_limits_at_all if {
	rule.review == _asked("none are set, neither here nor by the engine") with input as _container([], false)
		with data.plimsoll.params as _most(4096)
}
