package plimsoll.rules.image.image_trusted_base_test

import data.plimsoll.rules.image.image_trusted_base as rule

_image(tags, digests) := {"resources": [{
	"target": 1,
	"key": "image",
	"tags": tags,
	"digests": digests,
	"layers": ["sha256:aa", "sha256:bb", "sha256:cc"],
}]}

_params(registries, bases) := {"plimsoll/image-trusted-base": {
	"trustedRegistries": registries,
	"trustedBaseDigests": bases,
}}

_answer(names) := {{"target": 1, "key": "image", "args": {"names": names}}}

test_fail_no_trusted_name if {
	every name in ["nginx:1", "registry.example.org.evil.io/a:1", "registry.example.org/bases-x/a:1", "x/registry.example.org/bases:1"] {
		rule.violations == _answer([name]) with input as _image([name], [])
			with data.plimsoll.params as _params(["registry.example.org/bases"], [])
	}
}

test_fail_nameless_or_nothing_trusted if {
	rule.violations == _answer([]) with input as _image([], []) with data.plimsoll.params as _params(["docker.io"], [])
	rule.violations == _answer(["nginx:1"]) with input as _image(["nginx:1"], [])
		with data.plimsoll.params as _params([], [])
}

test_pass_stands_on_trusted_base if {
	every bases in [[["sha256:aa"]], [["sha256:dd"], ["sha256:aa", "sha256:bb"]], [["sha256:aa", "sha256:bb", "sha256:cc"]]] {
		rule.violations == set() with input as _image(["x:1"], []) with data.plimsoll.params as _params([], bases)
		rule.review == set() with input as _image(["x:1"], []) with data.plimsoll.params as _params(null, bases)
	}
}

test_review_other_layers if {
	every bases in [[], [[]], [["sha256:bb"]], [["sha256:aa", "sha256:cc"]], [["sha256:aa", "sha256:bb", "sha256:cc", "sha256:dd"]]] {
		rule.review == _answer(["x:1"]) with input as _image(["x:1"], []) with data.plimsoll.params as _params(null, bases)
		rule.violations == set() with input as _image(["x:1"], []) with data.plimsoll.params as _params(null, bases)
	}
}

test_review_name_proves_no_base if {
	every trusted in ["docker.io", "docker.io/library/", "docker.io/library/nginx"] {
		rule.review == _answer(["nginx@sha256:00ff"]) with input as _image([], ["nginx@sha256:00ff"])
			with data.plimsoll.params as _params([trusted], [])
		rule.violations == set() with input as _image([], ["nginx@sha256:00ff"])
			with data.plimsoll.params as _params([trusted], [])
	}
}
