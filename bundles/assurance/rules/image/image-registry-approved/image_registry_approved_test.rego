package plimsoll.rules.image.image_registry_approved_test

import data.plimsoll.rules.image.image_registry_approved as rule

_image(tags, digests) := {"resources": [{"target": 1, "key": "image", "tags": tags, "digests": digests}]}

_params(registries) := {"plimsoll/image-registry-approved": {"approvedRegistries": registries}}

test_fail_elsewhere if {
	every approved in ["registry.example.org", "docker.io/team", "docker.io/librar"] {
		rule.violations == {{
			"target": 1,
			"key": "image",
			"args": {"code": "elsewhere", "names": ["nginx:1"]},
		}} with input as _image(["nginx:1"], ["sha256:00"]) with data.plimsoll.params as _params([approved])
	}
}

test_fail_unnamed if {
	rule.violations == {{
		"target": 1,
		"key": "image",
		"args": {"code": "unnamed"},
	}} with input as _image([], ["sha256:00"]) with data.plimsoll.params as _params(["docker.io"])
}

test_pass_one_name if {
	every approved in ["docker.io", "docker.io/library/", "docker.io/library/nginx"] {
		rule.violations == set() with input as _image(["app:1"], ["nginx@sha256:00"])
			with data.plimsoll.params as _params(["other", approved])
		rule.not_applicable == set() with input as _image([], []) with data.plimsoll.params as _params([approved])
	}
}

test_na_no_list if {
	rule.not_applicable == {{
		"target": 1,
		"key": "image",
		"code": "no-list",
		"args": {},
	}} with input as _image([], []) with data.plimsoll.params as _params([])
}
