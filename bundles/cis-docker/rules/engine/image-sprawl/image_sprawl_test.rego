package plimsoll.rules.engine.image_sprawl_test

import data.plimsoll.rules.engine.image_sprawl as rule

_engine(images, unused) := {"resources": [{
	"target": 1,
	"key": "engine",
	"counts": {
		"containers": 2,
		"running": 2,
		"stopped": 0,
		"images": images,
		"unusedImages": unused,
		"danglingImages": 0,
	},
	"oldestUnusedImageAt": "2025-12-02T00:00:00Z",
}]}

_params(number, share) := _bounds(number, share, null)

_bounds(number, share, days) := {"plimsoll/image-sprawl": {
	"maxUnusedImages": number,
	"maxUnusedPercent": share,
	"maxUnusedImageAgeDays": days,
}}

_finding(code, args) := {
	"target": 1,
	"key": "engine",
	"part": code,
	"location": {"pointer": "/counts"},
	"args": object.union({"code": code}, args),
}

test_fail_too_many if {
	rule.violations == {_finding("number", {"unused": 6, "highest": 5})} with input as _engine(20, 6)
		with data.plimsoll.params as _params(5, null)
	rule.review == set() with input as _engine(20, 6) with data.plimsoll.params as _params(5, null)
}

test_fail_too_large_a_share if {
	rule.violations == {_finding("share", {"unused": 6, "images": 20, "highest": 29})} with input as _engine(20, 6)
		with data.plimsoll.params as _params(6, 29)
}

test_pass_at_the_bound if {
	every params in [_params(6, null), _params(null, 30), _params(6, 30)] {
		rule.violations == set() with input as _engine(20, 6) with data.plimsoll.params as params
		rule.review == set() with input as _engine(20, 6) with data.plimsoll.params as params
		rule.not_applicable == set() with input as _engine(20, 6) with data.plimsoll.params as params
	}
}

test_na_no_images if {
	rule.not_applicable == {{"target": 1, "key": "engine", "code": "no-images", "args": {}}} with input as _engine(0, 0)
		with data.plimsoll.params as _params(null, null)
	rule.review == set() with input as _engine(0, 0) with data.plimsoll.params as _params(null, null)
}

test_review_no_bound if {
	rule.review == {{"target": 1, "key": "engine", "args": {"images": 20, "unused": 6, "oldest": "2025-12-02T00:00:00Z"}}} with input as _engine(20, 6)
		with data.plimsoll.params as _params(null, null)
	rule.violations == set() with input as _engine(20, 6) with data.plimsoll.params as _params(null, null)
}

test_fail_too_old if {
	rule.violations == {{
		"target": 1,
		"key": "engine",
		"part": "age",
		"location": {"pointer": "/oldestUnusedImageAt"},
		"args": {"code": "age", "days": 30, "highest": 29},
	}}
		with input as _engine(20, 6)
		with data.plimsoll.params as _bounds(null, null, 29)
		with data.plimsoll.now as "2026-01-01T00:00:00Z"
}

test_pass_at_the_age if {
	params := _bounds(null, null, 30)
	rule.violations == set() with input as _engine(20, 6)
		with data.plimsoll.params as params
		with data.plimsoll.now as "2026-01-01T00:00:00Z"
	rule.review == set() with input as _engine(20, 6)
		with data.plimsoll.params as params
		with data.plimsoll.now as "2026-01-01T00:00:00Z"
}

test_pass_no_unused_image if {
	unused := json.patch(_engine(2, 0), [{"op": "replace", "path": "/resources/0/oldestUnusedImageAt", "value": null}])
	rule.violations == set() with input as unused
		with data.plimsoll.params as _bounds(null, null, 0)
		with data.plimsoll.now as "2026-01-01T00:00:00Z"
}
