package plimsoll.rules.image.image_age_limited_test

import data.plimsoll.rules.image.image_age_limited as rule

_image(createdAt) := {"resources": [{"target": 1, "key": "image", "createdAt": createdAt}]}

_params := {"plimsoll/image-age-limited": {"maxAgeDays": 30}}

_now := "2026-01-31T12:00:00Z"

test_fail_old if {
	rule.violations == {{
		"target": 1,
		"key": "image",
		"args": {"days": 31, "maxAgeDays": 30},
	}} with input as _image("2025-12-31T12:00:00Z") with data.plimsoll.params as _params with data.plimsoll.now as _now
}

test_pass_fresh if {
	every at in ["2026-01-01T12:00:00Z", "2026-01-31T12:00:00Z", "2026-02-01T12:00:00Z"] {
		rule.violations == set() with input as _image(at) with data.plimsoll.params as _params with data.plimsoll.now as _now
		rule.not_applicable == set() with input as _image(at) with data.plimsoll.now as _now
	}
}

test_na_no_time if {
	every at in [null, "1970-01-01T00:00:00Z", "1980-01-01T00:00:01Z", "0001-01-01T00:00:00Z"] {
		rule.not_applicable == {{
			"target": 1,
			"key": "image",
			"code": "no-time",
			"args": {},
		}} with input as _image(at) with data.plimsoll.now as _now
	}
}
