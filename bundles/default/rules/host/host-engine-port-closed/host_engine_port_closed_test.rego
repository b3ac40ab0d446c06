package plimsoll.rules.host.host_engine_port_closed_test

import data.plimsoll.rules.host.host_engine_port_closed as rule

_host(protocol, port, loopback) := {"resources": [{
	"target": 1,
	"key": "host",
	"listening": [{
		"protocol": protocol,
		"address": "10.0.0.5",
		"port": port,
		"allInterfaces": false,
		"loopback": loopback,
		"process": null,
	}],
}]}

_params := {"plimsoll/host-engine-port-closed": {"ports": [2375]}}

test_fail_open if {
	rule.violations == {{
		"target": 1,
		"key": "host",
		"part": "tcp 10.0.0.5 2375",
		"location": {"pointer": "/listening"},
		"args": {"port": 2375, "address": "10.0.0.5"},
	}} with input as _host("tcp", 2375, false) with data.plimsoll.params as _params
}

test_pass_others if {
	rule.violations == set() with input as _host("tcp", 2376, false) with data.plimsoll.params as _params
	rule.violations == set() with input as _host("udp", 2375, false) with data.plimsoll.params as _params
	rule.violations == set() with input as _host("tcp", 2375, true) with data.plimsoll.params as _params
}
