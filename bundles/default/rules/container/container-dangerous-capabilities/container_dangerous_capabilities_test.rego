package plimsoll.rules.container.container_dangerous_capabilities_test

import data.plimsoll.rules.container.container_dangerous_capabilities as rule

_container(added, network) := {"resources": [{
	"target": 1,
	"key": "web",
	"capAdd": added,
	"capDrop": [],
	"networkMode": network,
}]}

_params(allowed) := {"plimsoll/container-dangerous-capabilities": {"allowedCapabilities": allowed}}

_finding(capability) := {
	"target": 1,
	"key": "web",
	"part": capability,
	"location": {"pointer": "/capAdd"},
	"args": {"capability": capability},
}

test_fail_added if {
	rule.violations == {_finding("BPF"), _finding("SYS_PTRACE")} with data.plimsoll.params as _params([])
		with input as _container(["BPF", "CHOWN", "SYS_PTRACE"], "bridge")
}

test_fail_all if {
	count(rule.violations) == 11 with data.plimsoll.params as _params([]) with input as _container(["ALL"], "bridge")
	count(rule.violations) == 12 with data.plimsoll.params as _params([]) with input as _container(["ALL"], "host")
}

test_fail_network_administration_of_the_host if {
	rule.violations == {_finding("NET_ADMIN")} with data.plimsoll.params as _params([])
		with input as _container(["NET_ADMIN"], "host")
}

test_pass_network_administration_of_its_own if {
	rule.violations == set() with data.plimsoll.params as _params([]) with input as _container(["NET_ADMIN"], "vpn")
}

test_pass_allowed if {
	rule.violations == set() with data.plimsoll.params as _params(["SYS_PTRACE"])
		with input as _container(["SYS_PTRACE"], "bridge")
	rule.violations == set() with data.plimsoll.params as _params(["NET_ADMIN"])
		with input as _container(["NET_ADMIN"], "host")
}
