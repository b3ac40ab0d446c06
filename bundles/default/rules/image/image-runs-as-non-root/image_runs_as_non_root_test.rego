package plimsoll.rules.image.image_runs_as_non_root_test

import data.plimsoll.rules.image.image_runs_as_non_root as rule

_image(user, os) := {"resources": [{"target": 1, "key": "image", "user": user, "os": os}]}

test_fail_root if {
	every user in [null, "", "0", "root:root"] {
		rule.violations == {{"target": 1, "key": "image", "args": {}}} with input as _image(user, "linux")
	}
}

test_pass_other_user if {
	every user in ["10001", "nginx", "100:0"] {
		rule.violations == set() with input as _image(user, "linux")
		rule.not_applicable == set() with input as _image(user, "linux")
	}
}

test_na_windows if {
	rule.not_applicable == {{
		"target": 1,
		"key": "image",
		"code": "windows",
		"args": {},
	}} with input as _image(null, "windows")
}
