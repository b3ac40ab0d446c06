package plimsoll.rules.dockerfile.dockerfile_one_command_test

import data.plimsoll.rules.dockerfile.dockerfile_one_command as rule

_document(names, reconstructed) := {"resources": [{
	"target": 1,
	"key": "dockerfile",
	"stages": [object.union({"index": 0, "name": null, "line": 1, "base": "debian:12", "baseStage": null, "scratch": false, "tag": "12", "digest": null, "final": true, "user": null, "healthcheck": null}, {"name": "app"})],
	"instructions": [object.union({"name": "CMD", "stage": 0, "line": 2, "endLine": 2, "form": "shell", "arguments": [], "flags": [], "text": "CMD x", "commands": [], "pipes": [], "looksSecret": []}, {"name": name, "line": index + 2}) | some index, name in names],
	"path": "Dockerfile",
	"reconstructed": reconstructed,
	"image": null,
}]}

test_fail_several if {
	every word in ["CMD", "ENTRYPOINT", "HEALTHCHECK"] {
		rule.violations == {{
			"target": 1,
			"key": "dockerfile",
			"part": concat(" ", [word, "of stage app"]),
			"location": {"file": "Dockerfile", "line": 4},
			"args": {"instruction": word, "times": 2, "stage": "app"},
		}} with input as _document([word, "RUN", word], false)
	}
}

test_pass_one if {
	rule.violations == set() with input as _document(["ENTRYPOINT", "CMD", "HEALTHCHECK", "RUN", "RUN"], false)
	rule.not_applicable == set() with input as _document(["CMD"], false)
}

test_na_reconstructed if {
	rule.not_applicable == {{
		"target": 1,
		"key": "dockerfile",
		"code": "reconstructed",
		"args": {},
	}} with input as _document(["CMD", "CMD"], true)
}
