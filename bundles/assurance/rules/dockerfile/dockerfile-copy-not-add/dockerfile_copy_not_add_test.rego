package plimsoll.rules.dockerfile.dockerfile_copy_not_add_test

import data.plimsoll.rules.dockerfile.dockerfile_copy_not_add as rule

_document(text, arguments, flags, reconstructed) := {"resources": [{
	"target": 1,
	"key": "dockerfile",
	"stages": [{"index": 0, "name": null, "line": 1, "base": "debian:12", "baseStage": null, "scratch": false, "tag": "12", "digest": null, "final": true, "user": null, "healthcheck": null}],
	"instructions": [object.union({"name": "ADD", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": [], "flags": [], "text": "ADD x", "commands": [], "pipes": [], "looksSecret": []}, {
		"text": text,
		"arguments": arguments,
		"flags": [{"name": flag, "value": "x"} | some flag in flags],
	})],
	"path": "Dockerfile",
	"reconstructed": reconstructed,
	"image": null,
}]}

_finding(part, args) := {
	"target": 1,
	"key": "dockerfile",
	"part": part,
	"location": {"file": "Dockerfile", "line": 2},
	"args": args,
}

test_fail_remote if {
	every source in ["https://example.org/app.tar.gz", "git@git.example.org:team/app.git", "https://git.example.org/a.git#v1"] {
		rule.violations == {_finding("ADD x", {"code": "remote", "source": source})}
			with input as _document("ADD x", [source, "/opt/"], ["chown"], false)
	}
}

test_fail_local if {
	every source in ["app.jar", ".", "src/app"] {
		rule.violations == {_finding("ADD x", {"code": "local", "source": source})}
			with input as _document("ADD x", [source, "/opt/"], [], false)
	}
}

test_pass_checked_or_archive if {
	every source in ["app.tar", "app.tar.xz", "deps/*", "$SOURCE", "<<EOF"] {
		rule.violations == set() with input as _document("ADD x", [source, "/opt/"], [], false)
	}
	every flag in ["checksum", "--checksum"] {
		rule.violations == set() with input as _document("ADD x", ["https://example.org/app", "/opt/"], [flag], false)
	}
	commit := "https://git.example.org/a.git#0123456789abcdef0123456789abcdef01234567"
	rule.violations == set() with input as _document("ADD x", [commit, "/opt/"], [], false)
	rule.not_applicable == set() with input as _document("ADD x", ["app.tar", "/"], [], false)
}

test_na_reconstructed if {
	rule.not_applicable == {{
		"target": 1,
		"key": "dockerfile",
		"code": "reconstructed",
		"args": {},
	}} with input as _document("ADD x", ["file:00", "/"], [], true)
}
