package plimsoll.rules.image.image_no_secrets_in_env_test

import data.plimsoll.rules.image.image_no_secrets_in_env as rule

_image(name, value) := {"resources": [{
	"target": 1,
	"key": "image",
	"env": [{"name": name, "hasValue": value, "looksSecret": true}],
}]}

_params := {"plimsoll": {"publicNames": ["GPG_KEY"]}}

test_fail_secret if {
	rule.violations == {{
		"target": 1,
		"key": "image",
		"part": "API_TOKEN",
		"location": {"pointer": "/env"},
		"args": {"variable": "API_TOKEN"},
	}} with input as _image("API_TOKEN", true) with data.plimsoll.params as _params
}

test_pass_empty_or_public if {
	rule.violations == set() with input as _image("API_TOKEN", false) with data.plimsoll.params as _params
	rule.violations == set() with input as _image("GPG_KEY", true) with data.plimsoll.params as _params
}
