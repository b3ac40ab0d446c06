package plimsoll.rules.image.image_scanned_and_rebuilt_test

import data.plimsoll.rules.image.image_scanned_and_rebuilt as rule

_image(at) := {"resources": [{"target": 1, "key": "image", "createdAt": at}]}

_params(days) := {"plimsoll/image-scanned-and-rebuilt": {"maxImageAgeDays": days}}

_now := "2026-01-31T12:00:00Z"

test_fail_old if {
	rule.violations == {{
		"target": 1,
		"key": "image",
		"args": {"days": 31, "maxImageAgeDays": 30},
	}} with input as _image("2025-12-31T12:00:00Z")
		with data.plimsoll.params as _params(30)
		with data.plimsoll.now as _now
}

test_pass_nothing_fails_by_age_alone if {
	every at in ["2026-01-01T12:00:00Z", "2026-01-01T11:00:00Z", null] {
		rule.violations == set() with input as _image(at)
			with data.plimsoll.params as _params(30)
			with data.plimsoll.now as _now
	}
	rule.violations == set() with input as _image("2001-01-01T12:00:00Z")
		with data.plimsoll.params as _params(null)
		with data.plimsoll.now as _now
}

test_review_always if {
	every days in [null, 30] {
		every at, built in {"2026-01-01T12:00:00Z": "2026-01-01T12:00:00Z", "2001-01-01T12:00:00Z": "2001-01-01T12:00:00Z"} {
			rule.review == {{"target": 1, "key": "image", "args": {"built": built}}} with input as _image(at)
				with data.plimsoll.params as _params(days)
				with data.plimsoll.now as _now
		}
		rule.review == {{"target": 1, "key": "image", "args": {"built": "not stated"}}} with input as _image(null)
			with data.plimsoll.params as _params(days)
			with data.plimsoll.now as _now
	}
}
