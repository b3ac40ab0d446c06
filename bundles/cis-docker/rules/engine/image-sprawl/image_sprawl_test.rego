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
}]}

_params(number, share) := {"plimsoll/image-sprawl": {"maxUnusedImages": number, "maxUnusedPercent": share}}

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
	rule.review == {{"target": 1, "key": "engine", "args": {"images": 20, "unused": 6}}} with input as _engine(20, 6)
		with data.plimsoll.params as _params(null, null)
	rule.violations == set() with input as _engine(20, 6) with data.plimsoll.params as _params(null, null)
}
