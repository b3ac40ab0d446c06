package plimsoll.rules.image.image_copy_not_add_test

import data.plimsoll.rules.image.image_copy_not_add as rule

_image(steps) := {"resources": [{
	"target": 1,
	"key": "image",
	"history": [{"createdAt": null, "createdBy": step, "emptyLayer": false} | some step in steps],
}]}

_base := "/bin/sh -c #(nop) ADD file:00ff in / "

_asked(steps) := {{"target": 1, "key": "image", "args": {"steps": steps}}}

test_fail_download if {
	every step in [
		"ADD https://example.org/app.tar.gz /opt/",
		"ADD --chown=app https://example.org/app /",
		"ADD git@example.org:team/app.git /app",
	] {
		rule.violations == {{
			"target": 1,
			"key": "image",
			"part": step,
			"location": {"pointer": "/history"},
			"args": {"step": step},
		}} with input as _image([_base, step])
		rule.review == set() with input as _image([_base, step])
	}
}

test_fail_download_as_first_layer if {
	count(rule.violations) == 1 with input as _image(["ADD https://example.org/rootfs.tar.gz / # buildkit"])
}

test_pass_copy_and_base if {
	every steps in [
		[_base, "COPY . / # buildkit"],
		["ADD alpine-minirootfs.tar.gz / # buildkit", "ENV ADDRESS=x"],
		["RUN ADD x", "LABEL ADD=x"],
	] {
		rule.violations == set() with input as _image(steps)
		rule.review == set() with input as _image(steps)
		rule.not_applicable == set() with input as _image(steps)
	}
}

test_pass_base_after_empty_layers if {
	history := [
		{"createdAt": null, "createdBy": "ARG RELEASE", "emptyLayer": true},
		{"createdAt": null, "createdBy": _base, "emptyLayer": false},
	]
	rule.review == set() with input as {"resources": [{"target": 1, "key": "image", "history": history}]}
}

test_review_local_or_checked if {
	every step in ["ADD app.tar /opt/", "ADD --checksum=sha256:00ff https://example.org/app /opt/", "ADD dir:00ff in /app"] {
		rule.review == _asked([step]) with input as _image([_base, step])
		rule.violations == set() with input as _image([_base, step])
	}
}

test_review_root_is_not_first if {
	rule.review == _asked(["ADD app.tar /"]) with input as _image([_base, "ADD app.tar / # buildkit"])
	rule.review == _asked(["ADD file:00ff in /opt"]) with input as _image(["/bin/sh -c #(nop) ADD file:00ff in /opt "])
}

test_na_no_history if {
	every steps in [[], ["", ""]] {
		rule.not_applicable == {{"target": 1, "key": "image", "code": "no-history", "args": {}}} with input as _image(steps)
		rule.violations == set() with input as _image(steps)
		rule.review == set() with input as _image(steps)
	}
}
