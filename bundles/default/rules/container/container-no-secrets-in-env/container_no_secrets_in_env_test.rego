package plimsoll.rules.container.container_no_secrets_in_env_test

import data.plimsoll.rules.container.container_no_secrets_in_env as rule

_container(name, secret) := {"resources": [{
	"target": 1,
	"key": "web",
	"env": [{"name": name, "hasValue": true, "looksSecret": secret}],
}]}

_params := {"plimsoll": {"publicNames": ["GPG_KEY"]}}

test_fail_secret if {
	rule.violations == {{
		"target": 1,
		"key": "web",
		"part": "DB_PASSWORD",
		"location": {"pointer": "/env"},
		"args": {"variable": "DB_PASSWORD"},
	}} with input as _container("DB_PASSWORD", true) with data.plimsoll.params as _params
}

test_pass_file_or_public_name if {
	every name in ["DB_PASSWORD_FILE", "GPG_KEY"] {
		rule.violations == set() with input as _container(name, true) with data.plimsoll.params as _params
	}
}

test_pass_no_secret if {
	rule.violations == set() with input as _container("PATH", false) with data.plimsoll.params as _params
}
