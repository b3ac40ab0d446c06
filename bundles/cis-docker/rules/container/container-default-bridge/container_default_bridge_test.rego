package plimsoll.rules.container.container_default_bridge_test

import data.plimsoll.rules.container.container_default_bridge as rule

_container(mode, networks) := {"resources": [{
	"target": 1,
	"key": "web",
	"networkMode": mode,
	"networks": networks,
}]}

_network(name, default_bridge) := {
	"name": name,
	"driver": "bridge",
	"internal": false,
	"isDefaultBridge": default_bridge,
}

_because(code) := {{"target": 1, "key": "web", "code": code, "args": {}}}

test_fail_on_default_bridge if {
	every case in [
		["bridge", [_network("bridge", true)]],
		["shop", [_network("bridge", true), _network("shop", false)]],
		["bridge", []],
	] {
		rule.violations == {{"target": 1, "key": "web", "args": {}}} with input as _container(case[0], case[1])
		rule.not_applicable == set() with input as _container(case[0], case[1])
	}
}

test_pass_network_of_its_own if {
	every mode in ["shop", "bridge"] {
		rule.violations == set() with input as _container(mode, [_network("shop", false)])
		rule.not_applicable == set() with input as _container(mode, [_network("shop", false)])
	}
}

test_na_no_bridge if {
	every mode in ["host", "none"] {
		rule.not_applicable == _because("no-bridge") with input as _container(mode, [_network(mode, false)])
	}
}

test_na_joined if rule.not_applicable == _because("joined") with input as _container("container:9c1d", [])
