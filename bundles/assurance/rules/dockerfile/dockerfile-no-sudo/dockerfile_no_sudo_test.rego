package plimsoll.rules.dockerfile.dockerfile_no_sudo_test

import data.plimsoll.rules.dockerfile.dockerfile_no_sudo as rule

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

test_fail_sudo if {
	rule.violations == {_finding("RUN sudo apt-get update", {"step": "RUN sudo apt-get update"})} with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["sudo", "apt-get", "update"], "flags": [], "text": "RUN sudo apt-get update", "commands": [["sudo", "apt-get", "update"]], "pipes": [], "looksSecret": []})
	rule.violations == {_finding("RUN if sudo true", {"step": "RUN if sudo true"})} with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["if", "sudo", "true"], "flags": [], "text": "RUN if sudo true", "commands": [["if", "sudo", "true"]], "pipes": [], "looksSecret": []})
	rule.violations == {_finding("RUN true && A=1 /usr/bin/sudo -E make install", {"step": "RUN true && A=1 /usr/bin/sudo -E make install"})} with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["true", "&&", "A=1", "/usr/bin/sudo", "-E", "make", "install"], "flags": [], "text": "RUN true && A=1 /usr/bin/sudo -E make install", "commands": [["true"], ["A=1", "/usr/bin/sudo", "-E", "make", "install"]], "pipes": [], "looksSecret": []})
}

test_pass_other if {
	rule.violations == set() with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["apt-get", "purge", "-y", "sudo"], "flags": [], "text": "RUN apt-get purge -y sudo", "commands": [["apt-get", "purge", "-y", "sudo"]], "pipes": [], "looksSecret": []})
	rule.violations == set() with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["echo", "sudo"], "flags": [], "text": "RUN echo sudo", "commands": [["echo", "sudo"]], "pipes": [], "looksSecret": []})
}
