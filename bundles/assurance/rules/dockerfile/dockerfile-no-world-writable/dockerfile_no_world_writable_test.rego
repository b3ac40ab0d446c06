package plimsoll.rules.dockerfile.dockerfile_no_world_writable_test

import data.plimsoll.rules.dockerfile.dockerfile_no_world_writable as rule

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

test_fail_mode if {
	rule.violations == {_finding("RUN chmod -R 777 /srv", {"mode": "777", "step": "RUN chmod -R 777 /srv"})} with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["chmod", "-R", "777", "/srv"], "flags": [], "text": "RUN chmod -R 777 /srv", "commands": [["chmod", "-R", "777", "/srv"]], "pipes": [], "looksSecret": []})
	rule.violations == {_finding("RUN mkdir /a && chmod 0666 /a", {"mode": "0666", "step": "RUN mkdir /a && chmod 0666 /a"})} with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["mkdir", "/a", "&&", "chmod", "0666", "/a"], "flags": [], "text": "RUN mkdir /a && chmod 0666 /a", "commands": [["mkdir", "/a"], ["chmod", "0666", "/a"]], "pipes": [], "looksSecret": []})
	rule.violations == {_finding("RUN chmod a+rwx /srv", {"mode": "a+rwx", "step": "RUN chmod a+rwx /srv"})} with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["chmod", "a+rwx", "/srv"], "flags": [], "text": "RUN chmod a+rwx /srv", "commands": [["chmod", "a+rwx", "/srv"]], "pipes": [], "looksSecret": []})
	rule.violations == {_finding("RUN chmod u=rw,o=rw /srv", {"mode": "u=rw,o=rw", "step": "RUN chmod u=rw,o=rw /srv"})} with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["chmod", "u=rw,o=rw", "/srv"], "flags": [], "text": "RUN chmod u=rw,o=rw /srv", "commands": [["chmod", "u=rw,o=rw", "/srv"]], "pipes": [], "looksSecret": []})
}

test_fail_flag if {
	rule.violations == {_finding("COPY --chmod=0777 a /a", {"mode": "0777", "step": "COPY --chmod=0777 a /a"})} with input as _document({"name": "COPY", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": [], "flags": [{"name": "chmod", "value": "0777"}], "text": "COPY --chmod=0777 a /a", "commands": [], "pipes": [], "looksSecret": []})
}

test_pass_other if {
	rule.violations == set() with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["chmod", "0755", "/srv"], "flags": [], "text": "RUN chmod 0755 /srv", "commands": [["chmod", "0755", "/srv"]], "pipes": [], "looksSecret": []})
	rule.violations == set() with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["chmod", "1775", "/srv"], "flags": [], "text": "RUN chmod 1775 /srv", "commands": [["chmod", "1775", "/srv"]], "pipes": [], "looksSecret": []})
	rule.violations == set() with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["chmod", "u+w,o-w,g+w", "/srv"], "flags": [], "text": "RUN chmod u+w,o-w,g+w /srv", "commands": [["chmod", "u+w,o-w,g+w", "/srv"]], "pipes": [], "looksSecret": []})
	rule.violations == set() with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["echo", "777"], "flags": [], "text": "RUN echo 777", "commands": [["echo", "777"]], "pipes": [], "looksSecret": []})
	rule.violations == set() with input as _document({"name": "COPY", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": [], "flags": [{"name": "chmod", "value": "0755"}], "text": "COPY --chmod=0755 a /a", "commands": [], "pipes": [], "looksSecret": []})
}
