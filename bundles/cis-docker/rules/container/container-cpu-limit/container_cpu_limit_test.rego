package plimsoll.rules.container.container_cpu_limit_test

import data.plimsoll.rules.container.container_cpu_limit as rule

_container(shares, cpus) := {"resources": [{"target": 1, "key": "web", "cpuShares": shares, "nanoCpus": cpus}]}

_params(accepted) := {"plimsoll/container-cpu-limit": {"acceptQuota": accepted}}

_one := {{"target": 1, "key": "web", "args": {}}}

test_fail_neither if {
	every shares in [0, 1024] {
		rule.violations == _one with input as _container(shares, 0) with data.plimsoll.params as _params(true)
	}
}

test_fail_limit_not_accepted if {
	rule.violations == _one with input as _container(0, 1500000000) with data.plimsoll.params as _params(false)
}

test_pass_weight_or_limit if {
	rule.violations == set() with input as _container(512, 0) with data.plimsoll.params as _params(false)
	rule.violations == set() with input as _container(1024, 1) with data.plimsoll.params as _params(true)
}
