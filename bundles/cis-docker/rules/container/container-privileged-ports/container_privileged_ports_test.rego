package plimsoll.rules.container.container_privileged_ports_test

import data.plimsoll.rules.container.container_privileged_ports as rule

_container(network, address, number) := {"resources": [{
	"target": 1,
	"key": "web",
	"networkMode": network,
	"ports": [{"containerPort": 80, "protocol": "tcp", "hostIp": address, "hostPort": number}],
}]}

_params(ports) := {"plimsoll/container-privileged-ports": {"allowedPrivilegedPorts": ports}}

_because(code) := {{"target": 1, "key": "web", "code": code, "args": {}}}

test_fail_reserved if {
	every number in [1, 80, 1023] {
		name := concat("", [format_int(number, 10), "/tcp"])
		rule.violations == {{
			"target": 1,
			"key": "web",
			"part": name,
			"location": {"pointer": "/ports"},
			"args": {"port": name},
		}}
			with input as _container("bridge", "::", number)
			with data.plimsoll.params as _params([443])
	}
}

test_pass_high_chosen_or_allowed if {
	every number in [0, 443, 1024, 8080] {
		rule.violations == set() with input as _container("bridge", "127.0.0.1", number)
			with data.plimsoll.params as _params([443])
		rule.not_applicable == set() with input as _container("bridge", "127.0.0.1", number)
			with data.plimsoll.params as _params([443])
	}
}

test_na_not_published if {
	rule.not_applicable == _because("not-published") with input as _container("bridge", null, 0)
		with data.plimsoll.params as _params([])
	rule.not_applicable == _because("not-published")
		with input as {"resources": [{"target": 1, "key": "web", "networkMode": "none", "ports": []}]}
		with data.plimsoll.params as _params([])
}

test_na_network_of_the_host if {
	rule.not_applicable == _because("host-network") with input as _container("host", null, 0)
		with data.plimsoll.params as _params([])
}
