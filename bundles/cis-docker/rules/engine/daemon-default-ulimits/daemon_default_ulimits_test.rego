package plimsoll.rules.engine.daemon_default_ulimits_test

import data.plimsoll.rules.engine.daemon_default_ulimits as rule

_engine(limits) := {"resources": [{
	"target": 1,
	"key": "engine",
	"configuration": [
		{"name": "default-ulimits", "values": limits, "origin": "file"},
		{"name": "log-opts", "values": ["nofile=1"], "origin": "file"},
	],
}]}

_params := {"plimsoll/daemon-default-ulimits": {"requiredDefaultUlimits": {"nofile": {"soft": 1024, "hard": 4096}}}}

_unset := {"plimsoll/daemon-default-ulimits": {"requiredDefaultUlimits": null}}

_finding(args) := {{
	"target": 1,
	"key": "engine",
	"part": "nofile",
	"location": {"pointer": "/configuration"},
	"args": object.union({"limit": "nofile"}, args),
}}

test_fail_not_set if {
	every limits in [[], ["nproc=100"]] {
		rule.violations == _finding({"code": "not-set"}) with input as _engine(limits)
			with data.plimsoll.params as _params
	}
}

test_fail_too_high_or_not_understood if {
	every value in ["1024:4097", "1025:4096", "4096", "-1", "1024:-1", "many", "1:2:3"] {
		rule.violations == _finding({"code": "too-high", "value": value, "soft": 1024, "hard": 4096})
			with input as _engine([concat("", ["nofile=", value])])
			with data.plimsoll.params as _params
	}
	rule.violations == _finding({"code": "too-high", "value": "9999", "soft": 1024, "hard": 4096})
		with input as _engine(["nofile=10", "nofile=9999"])
		with data.plimsoll.params as _params
}

test_pass_within if {
	every limits in [["nofile=1024:4096"], ["nproc=9999", "nofile=1024"], ["nofile=9999", "nofile=512:1024"]] {
		rule.violations == set() with input as _engine(limits) with data.plimsoll.params as _params
		rule.review == set() with input as _engine(limits) with data.plimsoll.params as _params
	}
}

test_review_limits_not_given if {
	every limits in [[], ["nofile=1024:4096"]] {
		rule.review == {{"target": 1, "key": "engine", "args": {"limits": limits}}} with input as _engine(limits)
			with data.plimsoll.params as _unset
		rule.violations == set() with input as _engine(limits) with data.plimsoll.params as _unset
	}
}
