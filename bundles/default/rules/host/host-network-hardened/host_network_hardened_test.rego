package plimsoll.rules.host.host_network_hardened_test

import data.plimsoll.rules.host.host_network_hardened as rule

_host(name, value, error) := {"resources": [{
	"target": 1,
	"key": "host",
	"sysctls": [{"name": name, "value": value, "error": error}],
}]}

_tables := {"network_settings": {"net.ipv4.tcp_syncookies": ["1", "2"]}}

test_fail_weak if {
	rule.violations == {{
		"target": 1,
		"key": "host",
		"part": "net.ipv4.tcp_syncookies",
		"location": {"pointer": "/sysctls"},
		"args": {"setting": "net.ipv4.tcp_syncookies", "value": "0", "wanted": "1 or 2"},
	}} with data.plimsoll.tables as _tables with input as _host("net.ipv4.tcp_syncookies", "0", null)
}

test_pass_strong_or_not_judged if {
	every case in [["net.ipv4.tcp_syncookies", "2"], ["net.ipv4.ip_forward", "1"], ["net.ipv4.tcp_syncookies", null]] {
		rule.violations == set() with data.plimsoll.tables as _tables with input as _host(case[0], case[1], null)
		rule.unknown == set() with data.plimsoll.tables as _tables with input as _host(case[0], case[1], null)
	}
}

test_unknown_not_readable if {
	rule.unknown == {{
		"target": 1,
		"key": "host",
		"fact": "sysctls",
		"code": "permission-denied",
	}} with data.plimsoll.tables as _tables with input as _host("net.ipv4.tcp_syncookies", null, "permission-denied")
	rule.unknown == set() with data.plimsoll.tables as _tables
		with input as _host("net.ipv4.ip_forward", null, "permission-denied")
}
