package plimsoll.rules.dockerfile.dockerfile_final_stage_user_test

import data.plimsoll.rules.dockerfile.dockerfile_final_stage_user as rule

_stage := {"index": 0, "name": null, "line": 1, "base": "debian:12", "baseStage": null, "scratch": false, "tag": "12", "digest": null, "final": true, "user": null, "healthcheck": null}

_document(stages, reconstructed) := {"resources": [{
	"target": 1,
	"key": "dockerfile",
	"stages": stages,
	"reconstructed": reconstructed,
	"image": null,
}]}

_last(change) := _document([object.union(_stage, change)], false)

_finding(args) := {"target": 1, "key": "dockerfile", "args": args}

test_fail_root if {
	every user in ["root", "0", "0:0", "root:app"] {
		rule.violations == {_finding({"code": "root", "user": user})} with input as _last({"user": user})
	}
}

test_fail_none if {
	rule.violations == {_finding({"code": "none", "base": "debian:12"})} with input as _last({})
	rule.violations == {_finding({"code": "none", "base": "scratch"})} with input as _last({"base": null, "scratch": true})
	rule.violations == {_finding({"code": "none", "base": "an image that is not known"})} with input as _last({"base": null})
}

test_fail_other_stage_does_not_count if {
	build := object.union(_stage, {"final": false, "user": "app"})
	last := object.union(_stage, {"index": 1})
	rule.violations == {_finding({"code": "none", "base": "debian:12"})} with input as _document([build, last], false)
}

test_pass_other_user if {
	every user in ["app", "10001:10001", "100:0"] {
		rule.violations == set() with input as _last({"user": user})
	}
	rule.violations == set() with input as _last({"base": "registry.example.org/nginx-unprivileged:1"})
	base := object.union(_stage, {"final": false, "user": "app"})
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
