package plimsoll.rules.dockerfile.dockerfile_workdir_not_cd_test

import data.plimsoll.rules.dockerfile.dockerfile_workdir_not_cd as rule

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

test_fail_cd if {
	rule.violations == {_finding("RUN cd /opt && make", {"step": "RUN cd /opt && make"})} with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["cd", "/opt", "&&", "make"], "flags": [], "text": "RUN cd /opt && make", "commands": [["cd", "/opt"], ["make"]], "pipes": [], "looksSecret": []})
	rule.violations == {_finding("RUN cd /opt", {"step": "RUN cd /opt"})} with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["cd", "/opt"], "flags": [], "text": "RUN cd /opt", "commands": [["cd", "/opt"]], "pipes": [], "looksSecret": []})
}

test_pass_other if {
	rule.violations == set() with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["make", "-C", "/opt", "&&", "cd", "/tmp", "&&", "ls"], "flags": [], "text": "RUN make -C /opt && cd /tmp && ls", "commands": [["make", "-C", "/opt"], ["cd", "/tmp"], ["ls"]], "pipes": [], "looksSecret": []})
	rule.violations == set() with input as _document({"name": "WORKDIR", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": [], "flags": [], "text": "WORKDIR /opt", "commands": [], "pipes": [], "looksSecret": []})
	rule.violations == set() with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["echo", "cd"], "flags": [], "text": "RUN echo cd", "commands": [["echo", "cd"]], "pipes": [], "looksSecret": []})
}
