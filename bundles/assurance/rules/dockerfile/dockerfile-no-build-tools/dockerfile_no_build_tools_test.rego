package plimsoll.rules.dockerfile.dockerfile_no_build_tools_test

import data.plimsoll.rules.dockerfile.dockerfile_no_build_tools as rule

_document(commands, stages) := {"resources": [{
	"target": 1,
	"key": "dockerfile",
	"stages": stages,
	"instructions": [object.union({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["x"], "flags": [], "text": "RUN x", "commands": [["x"]], "pipes": [], "looksSecret": []}, {"text": "RUN x", "commands": commands})],
	"path": "Dockerfile",
}]}

_stage := {"index": 0, "name": null, "line": 1, "base": "debian:12", "baseStage": null, "scratch": false, "tag": "12", "digest": null, "final": true, "user": null, "healthcheck": null}

_params := {"plimsoll/dockerfile-no-build-tools": {"buildPackages": ["gcc", "*-dev"]}}

test_fail_shipped if {
	rule.violations == {{
		"target": 1,
		"key": "dockerfile",
		"part": "RUN x",
		"location": {"file": "Dockerfile", "line": 2},
		"args": {"packages": "gcc=4:12.2.0-3 libssl-dev"},
	}} with input as _document([["apt-get", "install", "-y", "gcc=4:12.2.0-3", "nginx", "libssl-dev"]], [_stage])
		with data.plimsoll.params as _params
}

test_pass_removed_or_other if {
	every commands in [
		[["apk", "add", "-t", ".build", "gcc"], ["make"], ["apk", "del", ".build"]],
		[["apt-get", "install", "nginx"]],
		[["gcc", "-o", "a"]],
	] {
		rule.violations == set() with input as _document(commands, [_stage]) with data.plimsoll.params as _params
	}
}

test_pass_stage_not_shipped if {
	build := object.union(_stage, {"final": false})
	last := object.union(_stage, {"index": 1})
	rule.violations == set() with input as _document([["apk", "add", "gcc"]], [build, last])
		with data.plimsoll.params as _params
}
