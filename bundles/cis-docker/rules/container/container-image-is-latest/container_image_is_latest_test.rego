package plimsoll.rules.container.container_image_is_latest_test

import data.plimsoll.rules.container.container_image_is_latest as rule

_container(image, tags, created) := {"resources": [{
	"target": 1,
	"key": "web",
	"image": image,
	"imageId": "sha256:3f8a00f137a0",
	"imageTags": tags,
	"imageCreatedAt": created,
}]}

_time := "2026-01-01T00:00:00Z"

_asked(created) := {{"target": 1, "key": "web", "args": {"created": created}}}

test_fail_tag_names_another_image if {
	every case in [
		["nginx:1.29", []],
		["nginx", ["nginx:1.29"]],
		["registry.example.org:5000/app:2", ["registry.example.org:5000/app:1"]],
	] {
		rule.violations == {{"target": 1, "key": "web", "args": {}}} with input as _container(case[0], case[1], _time)
		rule.review == set() with input as _container(case[0], case[1], _time)
	}
}

test_fail_date_not_known if {
	rule.violations == {{"target": 1, "key": "web", "args": {}}} with input as _container("nginx:1.29", ["nginx:1.28"], null)
}

test_pass_digest if {
	every image in ["nginx@sha256:00ff", "nginx:1.29@sha256:00ff"] {
		rule.violations == set() with input as _container(image, [], _time)
		rule.review == set() with input as _container(image, [], _time)
	}
}

test_review_registry_not_asked if {
	every case in [
		["nginx", ["docker.io/library/nginx:latest"]],
		["docker.io/library/nginx:1.29", ["nginx:1.29"]],
		["localhost/app", ["localhost/app:latest", "localhost/app:1"]],
	] {
		rule.review == _asked(_time) with input as _container(case[0], case[1], _time)
		rule.violations == set() with input as _container(case[0], case[1], _time)
	}
}

test_review_started_from_an_id if {
	every image in ["3f8a00f137a0", "3f8a00", "sha256:3f8a00f137a0"] {
		rule.review == _asked(_time) with input as _container(image, ["nginx:1.29"], _time)
		rule.violations == set() with input as _container(image, ["nginx:1.29"], _time)
	}
}

test_review_image_is_gone if {
	rule.review == _asked("an unknown time") with input as _container("nginx:1.29", [], null)
	rule.violations == set() with input as _container("nginx:1.29", [], null)
}
