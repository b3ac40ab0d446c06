package plimsoll.rules.container.container_restart_limited_test

import data.plimsoll.rules.container.container_restart_limited as rule

_policy(name, attempts) := {"name": name, "maximumRetryCount": attempts}

_container(policy) := {"resources": [{
	"target": 1,
	"key": "web",
	"labels": {},
	"restartPolicy": policy,
	"serviceRestartPolicy": null,
}]}

_task(policy) := {"resources": [{
	"target": 1,
	"key": "web",
	"labels": {"com.docker.swarm.service.id": "a1"},
	"restartPolicy": _policy("no", 0),
	"serviceRestartPolicy": policy,
}]}

_params(always) := {"plimsoll/container-restart-limited": {"maxRestarts": 5, "allowAlways": always}}

_finding(args) := {{"target": 1, "key": "web", "args": args}}

test_fail_endless if {
	every name in ["always", "unless-stopped", "on-failure"] {
		rule.violations == _finding({"code": "endless", "policy": name}) with input as _container(_policy(name, 0))
			with data.plimsoll.params as _params(false)
	}
}

test_fail_too_often if {
	every always in [true, false] {
		rule.violations == _finding({"code": "often", "times": 6, "limit": 5})
			with input as _container(_policy("on-failure", 6))
			with data.plimsoll.params as _params(always)
	}
}

test_fail_service_without_end if {
	every policy in [null, _policy("always", 0), _policy("on-failure", 0)] {
		rule.violations == _finding({"code": "service-endless"}) with input as _task(policy)
			with data.plimsoll.params as _params(true)
	}
}

test_fail_service_too_often if {
	rule.violations == _finding({"code": "service-often", "times": 6, "limit": 5})
		with input as _task(_policy("always", 6))
		with data.plimsoll.params as _params(true)
}

test_fail_service_without_the_label if {
	rule.violations == _finding({"code": "service-endless"}) with data.plimsoll.params as _params(false)
		with input as {"resources": [{
			"target": 1,
			"key": "web",
			"labels": {},
			"restartPolicy": _policy("no", 0),
			"serviceRestartPolicy": _policy("always", 0),
		}]}
}

test_pass_few_or_none if {
	every policy in [_policy("no", 0), _policy("on-failure", 1), _policy("on-failure", 5)] {
		rule.violations == set() with input as _container(policy) with data.plimsoll.params as _params(false)
	}
	every policy in [_policy("no", 0), _policy("always", 5), _policy("on-failure", 1)] {
		rule.violations == set() with input as _task(policy) with data.plimsoll.params as _params(false)
	}
}

test_pass_allowed_without_end if {
	every policy in [_policy("always", 0), _policy("unless-stopped", 0), _policy("on-failure", 0)] {
		rule.violations == set() with input as _container(policy) with data.plimsoll.params as _params(true)
	}
}
