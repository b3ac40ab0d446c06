package plimsoll.rules.container.container_host_control_capabilities_test

import data.plimsoll.rules.container.container_host_control_capabilities as rule

_container(added, dropped) := {"resources": [{"target": 1, "key": "web", "capAdd": added, "capDrop": dropped}]}

_finding(capability) := {
	"target": 1,
	"key": "web",
	"part": capability,
	"location": {"pointer": "/capAdd"},
	"args": {"capability": capability},
}

test_fail_added if {
	rule.violations == {_finding("SYS_ADMIN")} with input as _container(["NET_ADMIN", "SYS_ADMIN"], ["ALL"])
}

test_fail_all if {
	rule.violations == {_finding("SYS_MODULE"), _finding("SYS_RAWIO")} with input as _container(["ALL"], ["SYS_ADMIN"])
}

test_pass_others if {
	rule.violations == set() with input as _container(["NET_BIND_SERVICE"], ["ALL"])
	rule.violations == set() with input as _container([], [])
}
