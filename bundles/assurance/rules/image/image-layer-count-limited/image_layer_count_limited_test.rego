package plimsoll.rules.image.image_layer_count_limited_test

import data.plimsoll.rules.image.image_layer_count_limited as rule

_image(layers) := {"resources": [{"target": 1, "key": "image", "layers": layers}]}

_params := {"plimsoll/image-layer-count-limited": {"maxLayers": 1}}

test_fail_many if {
	rule.violations == {{
		"target": 1,
		"key": "image",
		"args": {"layers": 2, "maxLayers": 1},
	}} with input as _image(["sha256:00", "sha256:01"]) with data.plimsoll.params as _params
}

test_pass_few if {
	every layers in [[], ["sha256:00"]] {
		rule.violations == set() with input as _image(layers) with data.plimsoll.params as _params
	}
}
