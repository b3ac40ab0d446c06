package plimsoll.rules.network.network_default_bridge_shared_test

import data.plimsoll.rules.network.network_default_bridge_shared as rule

_network(default_bridge, communication, containers) := {"resources": [{
	"target": 1,
	"key": "network",
	"isDefaultBridge": default_bridge,
	"interContainerCommunication": communication,
	"containers": containers,
}]}

test_fail_shared if {
	rule.violations == {{"target": 1, "key": "network", "args": {"count": 2}}}
		with input as _network(true, true, ["a", "b"])
	rule.not_applicable == set() with input as _network(true, true, ["a", "b"])
}

test_pass_alone_or_kept_apart if {
	rule.violations == set() with input as _network(true, true, ["a"])
	rule.violations == set() with input as _network(true, false, ["a", "b"])
}

test_na_other_network if {
	rule.not_applicable == {{
		"target": 1,
		"key": "network",
		"code": "other-network",
		"args": {},
	}} with input as _network(false, true, ["a", "b"])
}
