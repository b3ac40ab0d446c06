package plimsoll.rules.host.host_cpu_vulnerabilities_mitigated_test

import data.plimsoll.rules.host.host_cpu_vulnerabilities_mitigated as rule

_host(vulnerable) := {"resources": [{
	"target": 1,
	"key": "host",
	"cpuVulnerabilities": [{"name": "meltdown", "status": "some text", "vulnerable": vulnerable}],
}]}

test_fail_vulnerable if {
	rule.violations == {{
		"target": 1,
		"key": "host",
		"part": "meltdown",
		"location": {"pointer": "/cpuVulnerabilities"},
		"args": {"fault": "meltdown", "status": "some text"},
	}} with input as _host(true)
}

test_pass_mitigated if rule.violations == set() with input as _host(false)
