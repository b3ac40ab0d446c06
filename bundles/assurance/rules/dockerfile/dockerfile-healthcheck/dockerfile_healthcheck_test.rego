package plimsoll.rules.dockerfile.dockerfile_healthcheck_test

import data.plimsoll.rules.dockerfile.dockerfile_healthcheck as rule

_stage := {"index": 0, "name": null, "line": 1, "base": "debian:12", "baseStage": null, "scratch": false, "tag": "12", "digest": null, "final": true, "user": null, "healthcheck": null}

_document(stages, reconstructed) := {"resources": [{
	"target": 1,
	"key": "dockerfile",
	"stages": stages,
	"reconstructed": reconstructed,
	"image": null,
}]}

test_fail_none if {
	every check in [null, false] {
		rule.violations == {{
			"target": 1,
			"key": "dockerfile",
			"args": {},
		}} with input as _document([object.union(_stage, {"healthcheck": check})], false)
	}
}

test_pass_written if {
	rule.violations == set() with input as _document([object.union(_stage, {"healthcheck": true})], false)
	base := object.union(_stage, {"final": false, "healthcheck": true})
	last := object.union(_stage, {"index": 1, "base": null, "baseStage": 0})
	rule.violations == set() with input as _document([base, last], false)
	rule.not_applicable == set() with input as _document([base, last], false)
}

test_na_reconstructed if {
	rule.not_applicable == {{
		"target": 1,
		"key": "dockerfile",
		"code": "reconstructed",
		"args": {},
	}} with input as _document([_stage], true)
}
