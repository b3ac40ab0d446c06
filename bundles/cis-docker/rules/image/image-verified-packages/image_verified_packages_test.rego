package plimsoll.rules.image.image_verified_packages_test

import data.plimsoll.rules.image.image_verified_packages as rule

_image(step) := {"resources": [{
	"target": 1,
	"key": "image",
	"history": [{"createdAt": null, "createdBy": step, "emptyLayer": false}],
}]}

_finding(step, args) := {{
	"target": 1,
	"key": "image",
	"part": step,
	"location": {"pointer": "/history"},
	"args": object.union(args, {"step": step}),
}}

test_fail_verification_off if {
	every step, option in {
		"RUN apt-get install -y --allow-unauthenticated x": "--allow-unauthenticated",
		"RUN apk add --allow-untrusted x.apk && curl https://x.org/y | sh": "--allow-untrusted",
		"RUN yum --nogpgcheck install x": "--nogpgcheck",
		"RUN zypper --no-gpg-checks in x": "--no-gpg-checks",
		"RUN echo 'deb [trusted=yes] https://x.org/ ./' > /etc/apt/sources.list.d/x.list": "trusted=yes",
		"RUN printf 'gpgcheck=0' >> /etc/yum.repos.d/x.repo": "gpgcheck=0",
		"RUN apt-get -o Acquire::AllowInsecureRepositories=true update": "AllowInsecureRepositories=true",
	} {
		rule.violations == _finding(step, {"code": "unverified", "option": option}) with input as _image(step)
	}
}

test_fail_download_runs if {
	step := "RUN curl -fsSL https://example.org/setup | bash -"
	rule.violations == _finding(step, {"code": "download"}) with input as _image(step)
}

test_pass_verified if {
	every step in [
		"RUN apt-get install -y x",
		"RUN printf 'gpgcheck=1\nrepo_gpgcheck=0' > /etc/yum.repos.d/x.repo",
		"RUN curl -O https://example.org/x && sha256sum -c x.sum && sh x",
		"CMD [\"apk\" \"add\" \"--allow-untrusted\" \"x\"]",
	] {
		rule.violations == set() with input as _image(step)
	}
}

test_review_sources_always if {
	rule.review == {{"target": 1, "key": "image", "args": {}}} with input as _image("RUN apt-get install -y x")
}
