package plimsoll.rules.container.container_capabilities_restricted_test

import data.plimsoll.rules.container.container_capabilities_restricted as rule

_container(added, dropped, privileged) := {"resources": [{
	"target": 1,
	"key": "web",
	"capAdd": added,
	"capDrop": dropped,
	"privileged": privileged,
}]}

_params(allowed, drop_all, no_net_raw) := {"plimsoll/container-capabilities-restricted": {
	"allowedAddedCapabilities": allowed,
	"requireDropAll": drop_all,
	"requireNoNetRaw": no_net_raw,
}}

_finding(capability, pointer, code) := {
	"target": 1,
	"key": "web",
	"part": capability,
	"location": {"pointer": pointer},
	"args": {"capability": capability, "code": code},
}

test_fail_beyond_the_defaults if {
	rule.violations == {_finding("NET_ADMIN", "/capAdd", "added")}
		with input as _container(["CHOWN", "NET_ADMIN", "SYS_TIME"], ["ALL"], false)
		with data.plimsoll.params as _params(["SYS_TIME"], false, false)
}

test_fail_all_even_where_allowed if {
	rule.violations == {_finding("ALL", "/capAdd", "added")} with input as _container(["ALL"], ["SYS_ADMIN"], false)
		with data.plimsoll.params as _params(["ALL"], true, false)
}

test_fail_privileged if {
	rule.violations == {{
		"target": 1,
		"key": "web",
		"part": "privileged",
		"location": {"pointer": "/privileged"},
		"args": {"code": "privileged"},
	}}
		with input as _container([], [], true)
		with data.plimsoll.params as _params([], false, false)
}

test_fail_not_all_dropped if {
	rule.violations == {_finding("ALL", "/capDrop", "kept")} with input as _container([], ["NET_RAW"], false)
		with data.plimsoll.params as _params([], true, true)
}

test_fail_net_raw_kept if {
	every case in [[[], []], [["NET_RAW"], ["ALL"]], [["NET_RAW"], ["NET_RAW"]]] {
		rule.violations == {_finding("NET_RAW", "/capDrop", "kept")} with input as _container(case[0], case[1], false)
			with data.plimsoll.params as _params([], false, true)
	}
}

test_pass_defaults_or_fewer if {
	every case in [[[], []], [["NET_BIND_SERVICE"], ["ALL"]], [[], ["NET_RAW"]]] {
		rule.violations == set() with input as _container(case[0], case[1], false)
			with data.plimsoll.params as _params([], false, false)
	}
}

test_pass_asked_for_fewer if {
	rule.violations == set() with input as _container(["CHOWN"], ["ALL"], false)
		with data.plimsoll.params as _params([], true, true)
}
