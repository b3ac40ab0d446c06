package plimsoll.rules.dockerfile.dockerfile_context_clean_test

import data.plimsoll.rules.dockerfile.dockerfile_context_clean as rule

_document(context, reconstructed) := {"resources": [{
	"target": 1,
	"key": "dockerfile",
	"context": context,
	"reconstructed": reconstructed,
	"image": null,
}]}

_params(names) := {"plimsoll/dockerfile-context-clean": {"allowedContext": names}}

test_fail_leaks if {
	rule.violations == {{
		"target": 1,
		"key": "dockerfile",
		"part": ".env",
		"location": {"pointer": "/context"},
		"args": {"file": ".env"},
	}} with input as _document([".env", ".git/"], false) with data.plimsoll.params as _params([".git"])
}

test_pass_clean if {
	rule.violations == set() with input as _document([], false) with data.plimsoll.params as _params([])
	rule.violations == set() with input as _document([".env"], false) with data.plimsoll.params as _params([".e*"])
	rule.not_applicable == set() with input as _document([], false)
}

test_na_reconstructed if {
	rule.not_applicable == {{
		"target": 1,
		"key": "dockerfile",
		"code": "reconstructed",
		"args": {},
	}} with input as _document([".git"], true)
}

test_pass_no_context_to_judge if {
	made_again := {"target": 1, "key": "d", "context": null, "reconstructed": true, "image": "a:1"}
	rule.violations == set() with input as {"resources": [made_again]}
}
