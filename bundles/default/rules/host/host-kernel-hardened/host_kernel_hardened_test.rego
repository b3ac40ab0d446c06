package plimsoll.rules.host.host_kernel_hardened_test

import data.plimsoll.rules.host.host_kernel_hardened as rule

_host(name, value, error) := {"resources": [{
	"target": 1,
	"key": "host",
	"sysctls": [{"name": name, "value": value, "error": error}],
}]}

_tables := {"kernel_settings": {"kernel.kptr_restrict": ["1", "2"]}}

test_fail_weak if {
	rule.violations == {{
		"target": 1,
		"key": "host",
		"part": "kernel.kptr_restrict",
		"location": {"pointer": "/sysctls"},
		"args": {"setting": "kernel.kptr_restrict", "value": "0", "wanted": "1 or 2"},
	}} with data.plimsoll.tables as _tables with input as _host("kernel.kptr_restrict", "0", null)
}

test_pass_strong_or_not_judged if {
	every case in [["kernel.kptr_restrict", "2"], ["kernel.sysrq", "1"], ["kernel.kptr_restrict", null]] {
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
	}} with data.plimsoll.tables as _tables with input as _host("kernel.kptr_restrict", null, "permission-denied")
	rule.unknown == set() with data.plimsoll.tables as _tables
		with input as _host("kernel.sysrq", null, "permission-denied")
}
