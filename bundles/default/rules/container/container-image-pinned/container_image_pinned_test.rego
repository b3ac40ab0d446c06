package plimsoll.rules.container.container_image_pinned_test

import data.plimsoll.rules.container.container_image_pinned as rule

_container(image) := {"resources": [{"target": 1, "key": "web", "image": image}]}

test_fail_no_version if {
	every image in ["nginx", "nginx:latest", "registry.example.org:5000/app", "localhost/app:latest"] {
		rule.violations == {{"target": 1, "key": "web", "args": {}}} with input as _container(image)
	}
}

test_pass_version_digest_or_id if {
	every image in ["nginx:1.29", "nginx@sha256:00ff", "nginx:latest@sha256:00ff", "sha256:00ff", "app:latest-2"] {
		rule.violations == set() with input as _container(image)
	}
}
