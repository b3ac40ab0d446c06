package plimsoll.rules.image.image_size_limited_test

import data.plimsoll.rules.image.image_size_limited as rule

_image(size) := {"resources": [{"target": 1, "key": "image", "size": size}]}

_params := {"plimsoll/image-size-limited": {"maxMegabytes": 100}}

test_fail_large if {
	rule.violations == {{
		"target": 1,
		"key": "image",
		"args": {"megabytes": 101, "maxMegabytes": 100},
	}} with input as _image(100000001) with data.plimsoll.params as _params
}

test_pass_small if {
	every size in [0, 100000000] {
		rule.violations == set() with input as _image(size) with data.plimsoll.params as _params
	}
}
