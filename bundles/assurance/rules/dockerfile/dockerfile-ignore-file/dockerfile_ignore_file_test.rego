package plimsoll.rules.dockerfile.dockerfile_ignore_file_test

import data.plimsoll.rules.dockerfile.dockerfile_ignore_file as rule

_document(exists, patterns, reconstructed) := {"resources": [{
	"target": 1,
	"key": "dockerfile",
	"ignore": {"exists": exists, "patterns": patterns},
	"reconstructed": reconstructed,
	"image": null,
}]}

test_fail_none if {
	every exists in [true, false] {
		rule.violations == {{"target": 1, "key": "dockerfile", "args": {}}} with input as _document(exists, [], false)
	}
}

test_pass_there if {
	rule.violations == set() with input as _document(true, [".git"], false)
	rule.not_applicable == set() with input as _document(true, [".git"], false)
}

test_na_reconstructed if {
	rule.not_applicable == {{
		"target": 1,
		"key": "dockerfile",
		"code": "reconstructed",
		"args": {},
	}} with input as _document(false, [], true)
}

test_pass_no_context_to_judge if {
	made_again := {"target": 1, "key": "d", "ignore": null, "reconstructed": true, "image": "a:1"}
	rule.violations == set() with input as {"resources": [made_again]}
}
