package plimsoll.rules.container.container_internal_port_exposed_test

import data.plimsoll.rules.container.container_internal_port_exposed as rule

_container(address, inside) := {"resources": [{
	"target": 1,
	"key": "web",
	"ports": [{"containerPort": inside, "protocol": "tcp", "hostIp": address, "hostPort": 15432}],
}]}

_params := {"plimsoll/container-internal-port-exposed": {"internalPorts": [5432]}}

test_fail_every_interface if {
	every address in ["0.0.0.0", "::"] {
		rule.violations == {{
			"target": 1,
			"key": "web",
			"part": "5432/tcp",
			"location": {"pointer": "/ports"},
			"args": {"port": "5432/tcp", "hostPort": 15432},
		}} with input as _container(address, 5432) with data.plimsoll.params as _params
	}
}

test_pass_one_address_or_not_published if {
	every address in ["127.0.0.1", "10.0.0.5", null] {
		rule.violations == set() with input as _container(address, 5432) with data.plimsoll.params as _params
	}
}

test_pass_other_service if {
	rule.violations == set() with input as _container("0.0.0.0", 443) with data.plimsoll.params as _params
}
