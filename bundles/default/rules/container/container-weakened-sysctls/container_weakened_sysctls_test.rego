package plimsoll.rules.container.container_weakened_sysctls_test

import data.plimsoll.rules.container.container_weakened_sysctls as rule

_container(name, value) := {"resources": [{
	"target": 1,
	"key": "web",
	"sysctls": [{"name": name, "value": value}],
}]}

_tables := {"weak_sysctls": {"net.ipv4.conf.rp_filter": "0", "net.ipv4.tcp_syncookies": "0"}}

test_fail_weakened if {
	every setting in ["net.ipv4.conf.all.rp_filter", "net.ipv4.conf.eth0.rp_filter", "net.ipv4.tcp_syncookies"] {
		rule.violations == {{
			"target": 1,
			"key": "web",
			"part": setting,
			"location": {"pointer": "/sysctls"},
			"args": {"setting": setting, "value": "0"},
		}} with input as _container(setting, "0") with data.plimsoll.tables as _tables
	}
}

test_pass_others if {
	every case in [["net.ipv4.conf.all.rp_filter", "2"], ["net.core.somaxconn", "0"]] {
		rule.violations == set() with input as _container(case[0], case[1]) with data.plimsoll.tables as _tables
	}
}
