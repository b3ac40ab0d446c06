package plimsoll.rules.engine.daemon_userns_remap_test

import data.plimsoll.rules.engine.daemon_userns_remap as rule

_engine(remap, rootless) := {"resources": [{
	"target": 1,
	"key": "engine",
	"usernsRemap": remap,
	"rootless": rootless,
}]}

test_fail_not_mapped if {
	rule.violations == {{"target": 1, "key": "engine", "args": {}}} with input as _engine(false, false)
}

test_pass_mapped_or_rootless if {
	rule.violations == set() with input as _engine(true, false)
	rule.violations == set() with input as _engine(false, true)
}
