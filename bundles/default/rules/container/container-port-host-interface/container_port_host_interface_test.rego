package plimsoll.rules.container.container_port_host_interface_test

import data.plimsoll.rules.container.container_port_host_interface as rule

_published(address) := _publishing(address, false)

_publishing(address, all_ports) := _on("bridge", address, all_ports)

_on(network, address, all_ports) := {"resources": [{
	"target": 1,
	"key": "web",
	"networkMode": network,
	"publishAllPorts": all_ports,
	"ports": [{"containerPort": 80, "protocol": "tcp", "hostIp": address, "hostPort": 8080}],
}]}

_params(ports) := {"plimsoll/container-port-host-interface": {"allowedPorts": ports}}

_finding := {
	"target": 1,
	"key": "web",
	"part": "8080/tcp",
	"location": {"pointer": "/ports"},
	"args": {"code": "port", "port": "8080/tcp"},
}

test_fail_every_interface if {
	rule.violations == {_finding} with input as _published("0.0.0.0") with data.plimsoll.params as _params([])
	rule.violations == {_finding} with input as _published("::") with data.plimsoll.params as _params([443])
}

test_fail_both_families_are_one_finding if {
	rule.violations == {_finding} with data.plimsoll.params as _params([]) with input as {"resources": [{
		"target": 1,
		"key": "web",
		"networkMode": "bridge",
		"publishAllPorts": false,
		"ports": [
			{"containerPort": 80, "protocol": "tcp", "hostIp": "0.0.0.0", "hostPort": 8080},
			{"containerPort": 80, "protocol": "tcp", "hostIp": "::", "hostPort": 8080},
		],
	}]}
}

test_pass_one_address if {
	rule.violations == set() with input as _published("127.0.0.1") with data.plimsoll.params as _params([])
}

test_pass_not_published if {
	rule.violations == set() with input as _published(null) with data.plimsoll.params as _params([])
}

test_pass_allowed_port if {
	rule.violations == set() with input as _published("0.0.0.0") with data.plimsoll.params as _params([8080])
}

test_fail_all_ports_at_the_next_start if {
	rule.violations == {{
		"target": 1,
		"key": "web",
		"part": "exposed 80/tcp",
		"location": {"pointer": "/publishAllPorts"},
		"args": {"code": "all", "port": "80/tcp"},
	}}
		with input as _publishing(null, true)
		with data.plimsoll.params as _params([])
}

test_fail_all_ports_while_running_once if {
	rule.violations == {_finding} with input as _publishing("0.0.0.0", true) with data.plimsoll.params as _params([])
}

test_pass_networks_that_publish_nothing if {
	every network in ["host", "none", "container:db"] {
		rule.violations == set() with input as _on(network, null, true) with data.plimsoll.params as _params([])
	}
}
