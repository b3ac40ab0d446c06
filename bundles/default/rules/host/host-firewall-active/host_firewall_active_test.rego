package plimsoll.rules.host.host_firewall_active_test

import data.plimsoll.rules.host.host_firewall_active as rule

_host(loaded, tools) := {"resources": [{
	"target": 1,
	"key": "host",
	"firewall": {"rulesLoaded": loaded, "tools": tools, "inputPolicyDrop": null},
}]}

test_fail_no_rules if {
	rule.violations == {{"target": 1, "key": "host", "args": {}}} with input as _host(false, ["nftables"])
}

test_pass_rules_or_tool if {
	every case in [[true, []], [null, ["nftables"]]] {
		rule.violations == set() with input as _host(case[0], case[1])
		rule.unknown == set() with input as _host(case[0], case[1])
	}
}

test_unknown_rules_not_readable if {
	rule.unknown == {{
		"target": 1,
		"key": "host",
		"fact": "firewall.rulesLoaded",
		"code": "not-supported",
	}} with input as _host(null, [])
}
