package plimsoll.rules.swarm_service.swarm_secrets_used_test

import data.plimsoll.rules.swarm_service.swarm_secrets_used as rule

_service(name, has_value) := {"resources": [{
	"target": 1,
	"key": "web",
	"env": [{"name": name, "hasValue": has_value, "looksSecret": true}],
	"secrets": ["database"],
}]}

_params := {"plimsoll/swarm-secrets-used": {"harmlessNames": ["GPG_KEY"]}}

test_fail_credential if {
	rule.violations == {{
		"target": 1,
		"key": "web",
		"part": "DB_PASSWORD",
		"location": {"pointer": "/env"},
		"args": {"variable": "DB_PASSWORD"},
	}}
		with input as _service("DB_PASSWORD", true)
		with data.plimsoll.params as _params
}

test_pass_is_left_to_a_person if {
	every case in [["DB_PASSWORD_FILE", true], ["DB_PASSWORD", false], ["GPG_KEY", true]] {
		rule.violations == set() with input as _service(case[0], case[1]) with data.plimsoll.params as _params
	}
}

test_review_every_service if {
	rule.review == {{"target": 1, "key": "web", "args": {"attached": 1}}} with input as _service("DB_PASSWORD_FILE", true)
		with data.plimsoll.params as _params
}
