package plimsoll.rules.dockerfile.dockerfile_no_secrets_test

import data.plimsoll.rules.dockerfile.dockerfile_no_secrets as rule

_document(name) := {"resources": [{
	"target": 1,
	"key": "dockerfile",
	"stages": [{"index": 0, "name": null, "line": 1, "base": "debian:12", "baseStage": null, "scratch": false, "tag": "12", "digest": null, "final": true, "user": null, "healthcheck": null}],
	"instructions": [object.union({"name": "ENV", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": [], "flags": [], "text": "ENV X=***", "commands": [], "pipes": [], "looksSecret": []}, {"looksSecret": [name]})],
	"path": "Dockerfile",
}]}

_params := {"plimsoll": {"publicNames": ["GPG_KEY"]}}

test_fail_secret if {
	rule.violations == {{
		"target": 1,
		"key": "dockerfile",
		"part": "API_TOKEN in ENV X=***",
		"location": {"file": "Dockerfile", "line": 2},
		"args": {"variable": "API_TOKEN"},
	}} with input as _document("API_TOKEN") with data.plimsoll.params as _params
}

test_pass_public if {
	every name in ["GPG_KEY", "TOKEN_FILE", "SECRET_PUBLIC_KEY"] {
		rule.violations == set() with input as _document(name) with data.plimsoll.params as _params
	}
}
