package plimsoll.rules.image.image_healthcheck_test

import data.plimsoll.rules.image.image_healthcheck as rule

_image(healthcheck) := {"resources": [{
	"target": 1,
	"key": "image",
	"healthcheck": healthcheck,
	"tags": ["alpine:3.22"],
	"digests": ["registry.example.org/tools/alpine@sha256:00ff"],
}]}

_params(exempt) := {"plimsoll/image-healthcheck": {"exemptImages": exempt}}

_none := {"test": ["NONE"], "disabled": true}

test_fail_no_check if {
	every healthcheck in [null, _none, {"test": [], "disabled": false}] {
		rule.violations == {{"target": 1, "key": "image", "args": {}}} with input as _image(healthcheck)
			with data.plimsoll.params as _params([])
	}
}

test_pass_has_check if {
	every test in [["CMD", "true"], ["CMD-SHELL", "curl localhost"]] {
		rule.violations == set() with input as _image({"test": test, "disabled": false})
			with data.plimsoll.params as _params([])
	}
}

test_na_exempt if {
	every exempt in ["alpine", "docker.io/library/alpine", "registry.example.org/tools/alpine"] {
		rule.not_applicable == {{"target": 1, "key": "image", "code": "exempt", "args": {}}} with input as _image(null)
			with data.plimsoll.params as _params([exempt])
	}
	every exempt in ["alp", "tools/alpine", "registry.example.org/tools"] {
		rule.not_applicable == set() with input as _image(null) with data.plimsoll.params as _params([exempt])
	}
}
