package plimsoll.rules.image.image_distribution_supported_test

import data.plimsoll.rules.image.image_distribution_supported as rule

_image(distribution) := {"resources": [{"target": 1, "key": "image", "distribution": distribution}]}

_release(id, version) := {"id": id, "versionId": version, "codename": null, "name": "Some Linux", "like": []}

_tables := {"distributions": {"debian": {"10": "2024-06-30", "12": "2028-06-30"}, "alpine": {"3.1": "2016-11-01"}}}

_now := "2026-01-01T00:00:00Z"

test_fail_ended if {
	every case in [["debian", "10", "2024-06-30"], ["alpine", "3.1.4", "2016-11-01"]] {
		rule.violations == {{
			"target": 1,
			"key": "image",
			"args": {"distribution": "Some Linux", "until": case[2]},
		}} with input as _image(_release(case[0], case[1]))
			with data.plimsoll.tables as _tables
			with data.plimsoll.now as _now
	}
}

test_pass_supported if {
	rule.violations == set() with input as _image(_release("debian", "12"))
		with data.plimsoll.tables as _tables
		with data.plimsoll.now as _now
	rule.review == set() with input as _image(_release("debian", "12"))
		with data.plimsoll.tables as _tables
		with data.plimsoll.now as _now
	rule.not_applicable == set() with input as _image(_release("debian", "12"))
}

test_review_not_listed if {
	every case in [["debian", "99"], ["alpine", "3.10.1"], ["wolfi", "20230201"], ["debian", null]] {
		rule.review == {{
			"target": 1,
			"key": "image",
			"args": {"distribution": "Some Linux"},
		}} with input as _image(_release(case[0], case[1]))
			with data.plimsoll.tables as _tables
			with data.plimsoll.now as _now
	}
}

test_na_none if {
	rule.not_applicable == {{
		"target": 1,
		"key": "image",
		"code": "none",
		"args": {},
	}} with input as _image(null)
}
