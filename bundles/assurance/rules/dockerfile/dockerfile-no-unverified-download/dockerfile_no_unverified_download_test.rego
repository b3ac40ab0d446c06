package plimsoll.rules.dockerfile.dockerfile_no_unverified_download_test

import data.plimsoll.rules.dockerfile.dockerfile_no_unverified_download as rule

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

test_fail_piped if {
	rule.violations == {_finding("RUN curl -fsSL https://example.org/x | bash -", {"fetcher": "curl", "runner": "bash", "step": "RUN curl -fsSL https://example.org/x | bash -"})} with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["curl", "-fsSL", "https://example.org/x", "|", "bash", "-"], "flags": [], "text": "RUN curl -fsSL https://example.org/x | bash -", "commands": [["curl", "-fsSL", "https://example.org/x"], ["bash", "-"]], "pipes": [["curl", "bash"]], "looksSecret": []})
	rule.violations == {_finding("RUN wget -qO- https://example.org/x | gunzip | sh", {"fetcher": "wget", "runner": "sh", "step": "RUN wget -qO- https://example.org/x | gunzip | sh"})} with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["wget", "-qO-", "https://example.org/x", "|", "gunzip", "|", "sh"], "flags": [], "text": "RUN wget -qO- https://example.org/x | gunzip | sh", "commands": [["wget", "-qO-", "https://example.org/x", "|", "gunzip", "|", "sh"]], "pipes": [["wget", "gunzip", "sh"]], "looksSecret": []})
}

test_fail_substituted if {
	rule.violations == {_finding("RUN bash <(curl -s https://example.org/x)", {"fetcher": "curl", "runner": "bash", "step": "RUN bash <(curl -s https://example.org/x)"})} with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["bash", "<(curl", "-s", "https://example.org/x)"], "flags": [], "text": "RUN bash <(curl -s https://example.org/x)", "commands": [["bash", "<(curl", "-s", "https://example.org/x)"]], "pipes": [], "looksSecret": []})
	rule.violations == {_finding("RUN sh -c \"$(curl -s https://example.org/x)\"", {"fetcher": "curl", "runner": "sh", "step": "RUN sh -c \"$(curl -s https://example.org/x)\""})} with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["sh", "-c", "\"$(curl", "-s", "https://example.org/x)\""], "flags": [], "text": "RUN sh -c \"$(curl -s https://example.org/x)\"", "commands": [["sh", "-c", "\"$(curl", "-s", "https://example.org/x)\""]], "pipes": [], "looksSecret": []})
}

test_pass_other if {
	rule.violations == set() with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["curl", "https://example.org/x", "|", "tar", "xz"], "flags": [], "text": "RUN curl https://example.org/x | tar xz", "commands": [["curl", "https://example.org/x", "|", "tar", "xz"]], "pipes": [["curl", "tar"]], "looksSecret": []})
	rule.violations == set() with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["cat", "a", "|", "sh"], "flags": [], "text": "RUN cat a | sh", "commands": [["cat", "a", "|", "sh"]], "pipes": [["cat", "sh"]], "looksSecret": []})
	rule.violations == set() with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["sh", "a", "|", "curl", "-T", "-", "https://example.org"], "flags": [], "text": "RUN sh a | curl -T - https://example.org", "commands": [["sh", "a", "|", "curl", "-T", "-", "https://example.org"]], "pipes": [["sh", "curl"]], "looksSecret": []})
	rule.violations == set() with input as _document({"name": "RUN", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": ["curl", "-O", "https://example.org/x", "&&", "sha256sum", "-c", "x.sum", "&&", "sh", "x"], "flags": [], "text": "RUN curl -O https://example.org/x && sha256sum -c x.sum && sh x", "commands": [["curl", "-O", "https://example.org/x"], ["sha256sum", "-c", "x.sum"], ["sh", "x"]], "pipes": [], "looksSecret": []})
}
