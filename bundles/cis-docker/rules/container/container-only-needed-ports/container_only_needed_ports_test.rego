package plimsoll.rules.container.container_only_needed_ports_test

import data.plimsoll.rules.container.container_only_needed_ports as rule

_container(network, address) := _publishing(network, address, false)

_publishing(network, address, all_ports) := {"resources": [{
	"target": 1,
	"key": "web-key",
	"name": "web",
	"networkMode": network,
	"publishAllPorts": all_ports,
	"ports": [
		{"containerPort": 443, "protocol": "tcp", "hostIp": address, "hostPort": 8443},
		{"containerPort": 9000, "protocol": "tcp", "hostIp": null, "hostPort": 0},
	],
}]}

_params(allowed) := {"plimsoll/container-only-needed-ports": {"allowedPorts": allowed}}

_asked(ports) := {{"target": 1, "key": "web-key", "args": {"ports": ports}}}

test_fail_not_listed if {
	every allowed in [
		[],
		[{"container": "web", "ports": ["443/udp", "8443/tcp"]}],
		[{"container": "web-2", "ports": ["443/tcp"]}],
	] {
		rule.violations == {{
			"target": 1,
			"key": "web-key",
			"part": "443/tcp",
			"location": {"pointer": "/ports"},
			"args": {"code": "port", "port": "443/tcp"},
		}}
			with input as _container("bridge", "::")
			with data.plimsoll.params as _params(allowed)
	}
}

test_pass_listed if {
	allowed := [{"container": "web", "ports": ["443/tcp"]}]
	rule.violations == set() with input as _container("bridge", "::") with data.plimsoll.params as _params(allowed)
	rule.review == set() with input as _container("bridge", "::") with data.plimsoll.params as _params(allowed)
}

test_pass_nothing_published if {
	every allowed in [null, []] {
		rule.violations == set() with input as _container("bridge", null) with data.plimsoll.params as _params(allowed)
		rule.review == set() with input as _container("bridge", null) with data.plimsoll.params as _params(allowed)
	}
}

test_review_list_not_given if {
	rule.review == _asked("443/tcp") with input as _container("bridge", "::") with data.plimsoll.params as _params(null)
	rule.violations == set() with input as _container("bridge", "::") with data.plimsoll.params as _params(null)
}

test_review_network_of_the_host if {
	every allowed in [null, []] {
		rule.review == _asked("all that it opens on the network of the host") with input as _container("host", null)
			with data.plimsoll.params as _params(allowed)
	}
}

test_fail_all_ports_of_the_image if {
	rule.violations == {{
		"target": 1,
		"key": "web-key",
		"part": "all ports",
		"location": {"pointer": "/publishAllPorts"},
		"args": {"code": "all"},
	}}
		with input as _publishing("bridge", null, true)
		with data.plimsoll.params as _params([])
}

test_pass_all_ports_on_the_network_of_the_host if {
	rule.violations == set() with input as _publishing("host", null, true) with data.plimsoll.params as _params([])
}

test_review_all_ports_of_the_image if {
	rule.review == _asked("every one that its image exposes") with input as _publishing("bridge", "0.0.0.0", true)
		with data.plimsoll.params as _params(null)
}
