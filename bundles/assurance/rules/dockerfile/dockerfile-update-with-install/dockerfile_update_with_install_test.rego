package plimsoll.rules.dockerfile.dockerfile_update_with_install_test

import data.plimsoll.rules.dockerfile.dockerfile_update_with_install as rule

_document(instruction) := {"resources": [{
	"target": 1,
	"key": "dockerfile",
	"stages": [{"index": 0, "name": null, "line": 1, "base": "debian:12", "baseStage": null, "scratch": false, "tag": "12", "digest": null, "final": true, "user": null, "healthcheck": null}],
	"instructions": [instruction],
	"path": "Dockerfile",
}]}

_finding(part, args) := {
	"target": 1,
	"key": "dockerfile",
	"part": part,
	"location": {"file": "Dockerfile", "line": 2},
	"args": args,
}

test_fail_alone if {
	rule.violations == {_finding("RUN apt-get update", {"command": "apt-get update", "step": "RUN apt-get update"})} with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["apt-get", "update"], "flags": [], "text": "RUN apt-get update", "commands": [["apt-get", "update"]], "pipes": [], "looksSecret": []})
	rule.violations == {_finding("RUN apt-get -q update && true", {"command": "apt-get update", "step": "RUN apt-get -q update && true"})} with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["apt-get", "-q", "update", "&&", "true"], "flags": [], "text": "RUN apt-get -q update && true", "commands": [["apt-get", "-q", "update"], ["true"]], "pipes": [], "looksSecret": []})
	rule.violations == {_finding("RUN apk update", {"command": "apk update", "step": "RUN apk update"})} with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["apk", "update"], "flags": [], "text": "RUN apk update", "commands": [["apk", "update"]], "pipes": [], "looksSecret": []})
}

test_pass_with_install if {
	rule.violations == set() with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["apt-get", "update", "&&", "apt-get", "install", "-y", "nginx"], "flags": [], "text": "RUN apt-get update && apt-get install -y nginx", "commands": [["apt-get", "update"], ["apt-get", "install", "-y", "nginx"]], "pipes": [], "looksSecret": []})
	rule.violations == set() with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["apk", "update", "&&", "apk", "add", "nginx"], "flags": [], "text": "RUN apk update && apk add nginx", "commands": [["apk", "update"], ["apk", "add", "nginx"]], "pipes": [], "looksSecret": []})
	rule.violations == set() with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["apt-get", "update", "&&", "apt-get", "upgrade", "-y"], "flags": [], "text": "RUN apt-get update && apt-get upgrade -y", "commands": [["apt-get", "update"], ["apt-get", "upgrade", "-y"]], "pipes": [], "looksSecret": []})
	rule.violations == set() with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["apt-get", "update", "&&", "./install.sh"], "flags": [], "text": "RUN apt-get update && ./install.sh", "commands": [["apt-get", "update"], ["./install.sh"]], "pipes": [], "looksSecret": []})
	rule.violations == set() with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["dnf", "update", "-y"], "flags": [], "text": "RUN dnf update -y", "commands": [["dnf", "update", "-y"]], "pipes": [], "looksSecret": []})
	rule.violations == set() with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["echo", "update"], "flags": [], "text": "RUN echo update", "commands": [["echo", "update"]], "pipes": [], "looksSecret": []})
}
