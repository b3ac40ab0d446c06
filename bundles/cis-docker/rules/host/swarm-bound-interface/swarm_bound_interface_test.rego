package plimsoll.rules.host.swarm_bound_interface_test

import data.plimsoll.rules.host.swarm_bound_interface as rule

_socket(protocol, address, port, everywhere) := {
	"protocol": protocol,
	"address": address,
	"port": port,
	"allInterfaces": everywhere,
	"loopback": false,
	"process": "dockerd",
}

_log(exists) := {
	"path": "/var/lib/docker/swarm/raft",
	"exists": exists,
	"owner": null,
	"uid": null,
	"group": null,
	"gid": null,
	"mode": null,
	"type": null,
	"error": null,
	"digest": null,
	"matches": [],
}

_host(sockets, log) := {"resources": [{
	"target": 1,
	"key": "host",
	"listening": sockets,
	"files": [_log(log)],
}]}

_params := {"plimsoll/swarm-bound-interface": {"swarmPorts": [2377]}}

test_fail_every_address if {
	every case in [["tcp", "0.0.0.0"], ["tcp6", "::"]] {
		rule.violations == {{
			"target": 1,
			"key": "host",
			"part": concat(" ", [case[0], case[1], "2377"]),
			"location": {"pointer": "/listening"},
			"args": {"port": 2377, "address": case[1]},
		}}
			with input as _host([_socket(case[0], case[1], 2377, true)], true)
			with data.plimsoll.params as _params
	}
}

test_pass_one_address if {
	sockets := [_socket("tcp", "192.0.2.10", 2377, false), _socket("tcp6", "::", 22, true)]
	rule.violations == set() with input as _host(sockets, true) with data.plimsoll.params as _params
	rule.unknown == set() with input as _host(sockets, true) with data.plimsoll.params as _params
	rule.not_applicable == set() with input as _host(sockets, true) with data.plimsoll.params as _params
}

test_na_no_manager if {
	rule.not_applicable == {{"target": 1, "key": "host", "code": "no-manager", "args": {}}}
		with input as _host([_socket("tcp", "0.0.0.0", 22, true), _socket("udp", "0.0.0.0", 2377, true)], false)
		with data.plimsoll.params as _params
}

test_unknown_manager_that_does_not_listen if {
	rule.unknown == {{"target": 1, "key": "host", "fact": "listening", "code": "not-supported"}}
		with input as _host([], true)
		with data.plimsoll.params as _params
	rule.not_applicable == set() with input as _host([], true) with data.plimsoll.params as _params
}

test_unknown_log_not_asked_for if {
	count(rule.unknown) == 1 with data.plimsoll.params as _params
		with input as {"resources": [{"target": 1, "key": "host", "listening": [], "files": []}]}
}
