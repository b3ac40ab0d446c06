package plimsoll.rules.swarm.swarm_service_no_secrets_in_env_test

import data.plimsoll.rules.swarm.swarm_service_no_secrets_in_env as rule

_service(name) := {"resources": [{
	"target": 1,
	"key": "web",
	"env": [{"name": name, "hasValue": true, "looksSecret": true}],
}]}

_params := {"plimsoll": {"publicNames": []}}

test_fail_secret if {
	rule.violations == {{
		"target": 1,
		"key": "web",
		"part": "DB_PASSWORD",
		"location": {"pointer": "/env"},
		"args": {"variable": "DB_PASSWORD"},
	}} with input as _service("DB_PASSWORD") with data.plimsoll.params as _params
}

test_pass_file if {
	rule.violations == set() with input as _service("DB_PASSWORD_FILE") with data.plimsoll.params as _params
}
