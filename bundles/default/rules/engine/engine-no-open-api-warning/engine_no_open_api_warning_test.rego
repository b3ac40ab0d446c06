package plimsoll.rules.engine.engine_no_open_api_warning_test

import data.plimsoll.rules.engine.engine_no_open_api_warning as rule

_engine(warnings) := {"resources": [{"target": 1, "key": "engine", "warnings": warnings}]}

_finding(address) := {
	"target": 1,
	"key": "engine",
	"part": address,
	"location": {"pointer": "/warnings"},
	"args": {"address": address},
}

test_fail_open if {
	rule.violations == {_finding("http://0.0.0.0:2375"), _finding("https://10.0.0.5:2376")} with input as _engine([
		"WARNING: API is accessible on http://0.0.0.0:2375 without encryption.",
		"[DEPRECATION NOTICE]: API is accessible on https://10.0.0.5:2376 without TLS client verification.",
	])
}

test_pass_others if {
	rule.violations == set() with input as _engine([])
	rule.violations == set() with input as _engine(["WARNING: No swap limit support"])
}
