package plimsoll.rules.image.image_update_not_alone_test

import data.plimsoll.rules.image.image_update_not_alone as rule

_image(steps) := {"resources": [{
	"target": 1,
	"key": "image",
	"history": [{"createdAt": null, "createdBy": step, "emptyLayer": false} | some step in steps],
}]}

_params(strict) := {"plimsoll/image-update-not-alone": {"strict": strict}}

_alone := [
	"RUN apt-get update",
	"RUN /bin/sh -c apt-get -qq -o Acquire::Retries=3 update && rm -rf /tmp/x",
	"/bin/sh -c apt update",
	"|1 A=b /bin/sh -c apk --no-cache update",
	"RUN apt-get install -y curl && apt-get update",
	"RUN yum makecache",
	"RUN dnf -y makecache; true",
	"RUN zypper --non-interactive refresh",
	"RUN pacman -Sy --noconfirm",
]

_joined := [
	"RUN /bin/sh -c apt-get update && apt-get install -y nginx # buildkit",
	"/bin/sh -c set -eux; apt-get update; apt-get -y upgrade",
	"RUN apt-get update && cat list | xargs apt-get install -y",
	"RUN apk update && apk add nginx",
	"RUN apk add --update nginx",
	"RUN yum makecache && yum -y update",
	"RUN zypper refresh && zypper -n in nginx",
	"RUN pacman -Syu --noconfirm",
	"RUN pacman -Sy nginx",
	"RUN npm update",
	"RUN git submodule update",
	"COPY update /usr/bin/apt-get update",
	"CMD [\"apt-get\" \"update\"]",
	"/bin/sh -c #(nop) CMD apt-get update",
]

test_fail_strict if {
	every step in _alone {
		rule.violations == {{
			"target": 1,
			"key": "image",
			"part": step,
			"location": {"pointer": "/history"},
			"args": {"step": step},
		}} with input as _image([step]) with data.plimsoll.params as _params(true)
		rule.review == set() with input as _image([step]) with data.plimsoll.params as _params(true)
	}
}

test_pass_joined_or_other if {
	every step in _joined {
		rule.violations == set() with input as _image([step]) with data.plimsoll.params as _params(true)
		rule.review == set() with input as _image([step]) with data.plimsoll.params as _params(false)
		rule.not_applicable == set() with input as _image([step]) with data.plimsoll.params as _params(false)
	}
}

test_review_unless_strict if {
	rule.review == {{"target": 1, "key": "image", "args": {"steps": _alone}}} with data.plimsoll.params as _params(false)
		with input as _image(array.concat(_alone, _joined))
	rule.violations == set() with data.plimsoll.params as _params(false)
		with input as _image(array.concat(_alone, _joined))
}

test_na_no_history if {
	every steps in [[], ["", ""]] {
		rule.not_applicable == {{"target": 1, "key": "image", "code": "no-history", "args": {}}}
			with input as _image(steps)
			with data.plimsoll.params as _params(true)
		rule.violations == set() with input as _image(steps) with data.plimsoll.params as _params(true)
	}
}
