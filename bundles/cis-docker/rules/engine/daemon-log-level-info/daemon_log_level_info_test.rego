package plimsoll.rules.engine.daemon_log_level_info_test

import data.plimsoll.rules.engine.daemon_log_level_info as rule

_engine(level, debug) := {"resources": [{"target": 1, "key": "engine", "logLevel": level, "debug": debug}]}

_finding(part, pointer, code) := {
	"target": 1,
	"key": "engine",
	"part": part,
	"location": {"pointer": pointer},
	"args": {"code": code},
}

test_fail_level if {
	every level in ["debug", "trace", "warn", "error", "fatal"] {
		rule.violations == {_finding("log-level", "/logLevel", "level")} with input as _engine(level, false)
	}
}

test_fail_debug if {
	rule.violations == {_finding("debug", "/debug", "debug")} with input as _engine("info", true)
	count(rule.violations) == 2 with input as _engine("debug", true)
}

test_pass_info if rule.violations == set() with input as _engine("info", false)
