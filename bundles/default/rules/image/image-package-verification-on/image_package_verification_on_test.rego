package plimsoll.rules.image.image_package_verification_on_test

import data.plimsoll.rules.image.image_package_verification_on as rule

_image(step) := {"resources": [{
	"target": 1,
	"key": "image",
	"history": [{"createdAt": null, "createdBy": step, "emptyLayer": false}],
}]}

_tables := {"verification_off": [{"program": "apk add", "option": "--allow-untrusted"}]}

test_fail_switched_off if {
	rule.violations == {{
		"target": 1,
		"key": "image",
		"part": "--allow-untrusted",
		"location": {"pointer": "/history"},
		"args": {"program": "apk add", "option": "--allow-untrusted"},
	}} with data.plimsoll.tables as _tables with input as _image("RUN set -x && apk add --allow-untrusted app.apk && true")
}

test_pass_other_command if {
	every step in ["RUN apk add app && apk index --allow-untrusted app.apk", "RUN apk add app", "CMD [\"app\"]"] {
		rule.violations == set() with data.plimsoll.tables as _tables with input as _image(step)
	}
}
