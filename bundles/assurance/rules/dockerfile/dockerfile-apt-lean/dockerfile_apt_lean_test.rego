package plimsoll.rules.dockerfile.dockerfile_apt_lean_test

import data.plimsoll.rules.dockerfile.dockerfile_apt_lean as rule

_document(instruction, stages) := {"resources": [{
	"target": 1,
	"key": "dockerfile",
	"stages": stages,
	"instructions": [instruction],
	"path": "Dockerfile",
}]}

_stage := {"index": 0, "name": null, "line": 1, "base": "debian:12", "baseStage": null, "scratch": false, "tag": "12", "digest": null, "final": true, "user": null, "healthcheck": null}

_run(text, commands, flags) := object.union({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["x"], "flags": [], "text": "RUN x", "commands": [["x"]], "pipes": [], "looksSecret": []}, {"text": text, "commands": commands, "flags": flags})

_install := ["apt-get", "install", "-y", "nginx"]

_lean := ["apt-get", "install", "-y", "--no-install-recommends", "nginx"]

_remove := ["rm", "-rf", "/var/lib/apt/lists/*"]

_mount := {"name": "mount", "value": "type=cache,target=/var/lib/apt"}

_finding(code) := {
	"target": 1,
	"key": "dockerfile",
	"part": "RUN x",
	"location": {"file": "Dockerfile", "line": 2},
	"args": {"code": code, "step": "RUN x"},
}

test_fail_recommends if {
	rule.violations == {_finding("recommends")} with input as _document(_run("RUN x", [_install, _remove], []), [_stage])
}

test_fail_lists if {
	every commands in [[_lean], [["apk", "add", "nginx"]]] {
		rule.violations == {_finding("lists")} with input as _document(_run("RUN x", commands, []), [_stage])
	}
}

test_fail_both if {
	rule.violations == {_finding("lists"), _finding("recommends")} with input as _document(_run("RUN x", [_install], []), [_stage])
}

test_pass_lean if {
	every commands in [[_lean, _remove], [["apk", "add", "--no-cache", "nginx"]], [["pip", "install", "x"]], [["true"]]] {
		rule.violations == set() with input as _document(_run("RUN x", commands, []), [_stage])
	}
	rule.violations == set() with input as _document(_run("RUN x", [_lean], [_mount]), [_stage])
}

test_pass_stage_not_shipped if {
	build := object.union(_stage, {"final": false})
	last := object.union(_stage, {"index": 1})
	rule.violations == set() with input as _document(_run("RUN x", [_install], []), [build, last])
}
