package plimsoll.lib.images_test

import data.plimsoll.lib.images

_cases := {
	"nginx": ["docker.io", "library/nginx", "", ""],
	"nginx:1.29": ["docker.io", "library/nginx", "1.29", ""],
	"grafana/grafana:latest": ["docker.io", "grafana/grafana", "latest", ""],
	"registry.example.org/team/app": ["registry.example.org", "team/app", "", ""],
	"localhost:5000/app:2": ["localhost:5000", "app", "2", ""],
	"localhost/app": ["localhost", "app", "", ""],
	"nginx@sha256:00ff": ["docker.io", "library/nginx", "", "sha256:00ff"],
	"example.org:443/a/b/c:1.0@sha256:00ff": ["example.org:443", "a/b/c", "1.0", "sha256:00ff"],
}

test_parse if {
	every reference, parts in _cases {
		images.parse(reference) == {"registry": parts[0], "repository": parts[1], "tag": parts[2], "digest": parts[3]}
	}
}

test_is_id if {
	images.is_id("sha256:00ff")
	images.is_id("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")
	not images.is_id("nginx")
	not images.is_id("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeg")
}
