package plimsoll.rules.dockerfile.dockerfile_base_pinned_test

import data.plimsoll.rules.dockerfile.dockerfile_base_pinned as rule

_stage := {"index": 0, "name": null, "line": 1, "base": "debian:12", "baseStage": null, "scratch": false, "tag": "12", "digest": null, "final": true, "user": null, "healthcheck": null}

_document(change, reconstructed) := {"resources": [{
	"target": 1,
	"key": "dockerfile",
	"stages": [object.union(_stage, change)],
	"path": "Dockerfile",
	"reconstructed": reconstructed,
	"image": null,
}]}

_params(pins) := {"plimsoll/dockerfile-base-pinned": {"acceptedPins": pins}}

_finding(part, code, base) := {
	"target": 1,
	"key": "dockerfile",
	"part": part,
	"location": {"file": "Dockerfile", "line": 1},
	"args": {"code": code, "base": base},
}

test_fail_no_version if {
	every tag in [null, "latest"] {
		rule.violations == {_finding("debian as build", "latest", "debian")} with data.plimsoll.params as _params(["digest", "tag"])
			with input as _document({"base": "debian", "tag": tag, "name": "build"}, false)
	}
}

test_fail_no_digest if {
	rule.violations == {_finding("debian:12 as 0", "digest", "debian:12")} with input as _document({}, false)
		with data.plimsoll.params as _params(["digest"])
}

test_pass_pinned if {
	rule.violations == set() with input as _document({}, false) with data.plimsoll.params as _params(["digest", "tag"])
	every change in [{"digest": "sha256:00"}, {"scratch": true, "base": "scratch", "tag": null}, {"baseStage": 0}] {
		rule.violations == set() with input as _document(change, false) with data.plimsoll.params as _params(["digest"])
		rule.unknown == set() with input as _document(change, false) with data.plimsoll.params as _params(["digest"])
		rule.not_applicable == set() with input as _document(change, false)
	}
}

test_unknown_base if {
	rule.unknown == {{
		"target": 1,
		"key": "dockerfile",
		"fact": "stages",
		"code": "not-supported",
	}} with input as _document({"base": null, "tag": null}, false) with data.plimsoll.params as _params(["digest", "tag"])
}

test_na_reconstructed if {
	rule.not_applicable == {{
		"target": 1,
		"key": "dockerfile",
		"code": "reconstructed",
		"args": {},
	}} with input as _document({}, true)
}
