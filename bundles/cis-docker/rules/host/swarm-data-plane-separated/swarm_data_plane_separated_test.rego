package plimsoll.rules.host.swarm_data_plane_separated_test

import data.plimsoll.rules.host.swarm_data_plane_separated as rule

_manager := [{
	"protocol": "tcp",
	"address": "192.0.2.10",
	"port": 2377,
	"allInterfaces": false,
	"loopback": false,
	"process": "dockerd",
}]

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

_host(names, listening, log) := {"resources": [{
	"target": 1,
	"key": "host",
	"interfaces": array.concat(
		[{"name": "lo", "up": true, "loopback": true}, {"name": "eth9", "up": false, "loopback": false}],
		[{"name": name, "up": true, "loopback": false} | some name in names],
	),
	"listening": listening,
	"files": [_log(log)],
}]}

_params := {"plimsoll/swarm-data-plane-separated": {"swarmPorts": [2377]}}

test_fail_one_interface if {
	names := ["eth0", "docker0", "docker_gwbridge", "vethab12", "br-0123456789ab"]
	rule.violations == {{"target": 1, "key": "host", "args": {"interface": "eth0"}}}
		with input as _host(names, _manager, true)
		with data.plimsoll.params as _params
	rule.review == set() with input as _host(names, _manager, true) with data.plimsoll.params as _params
}

test_pass_is_left_to_a_person if {
	rule.violations == set() with input as _host(["eth0", "br-lan"], _manager, true) with data.plimsoll.params as _params
}

test_review_several if {
	every case in [[["eth1", "eth0"], "eth0, eth1"], [[], ""]] {
		rule.review == {{"target": 1, "key": "host", "args": {"interfaces": case[1]}}}
			with input as _host(case[0], _manager, true)
			with data.plimsoll.params as _params
	}
}

test_na_no_manager if {
	rule.not_applicable == {{"target": 1, "key": "host", "code": "no-manager", "args": {}}}
		with input as _host(["eth0"], [], false)
		with data.plimsoll.params as _params
	rule.violations == set() with input as _host(["eth0"], [], false) with data.plimsoll.params as _params
}

test_unknown_manager_that_does_not_listen if {
	rule.unknown == {{"target": 1, "key": "host", "fact": "listening", "code": "not-supported"}}
		with input as _host(["eth0"], [], true)
		with data.plimsoll.params as _params
}
