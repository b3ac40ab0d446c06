package plimsoll.rules.engine.engine_version_supported_test

import data.plimsoll.rules.engine.engine_version_supported as rule

_engine(version) := {"resources": [{"target": 1, "key": "engine", "version": version}]}

_tables := {"docker_releases": {"20.10": "2023-12-10", "29": null}}

_asked := {{"target": 1, "key": "engine", "args": {}}}

test_fail_ended if {
	rule.violations == {{"target": 1, "key": "engine", "args": {"until": "2023-12-10"}}}
		with data.plimsoll.tables as _tables
		with data.plimsoll.now as "2023-12-11T00:00:00Z"
		with input as _engine("20.10.24")
}

test_pass_last_day if {
	rule.violations == set() with data.plimsoll.tables as _tables
		with data.plimsoll.now as "2023-12-10T23:59:59Z"
		with input as _engine("20.10.24")
}

test_pass_maintained if {
	rule.violations == set() with data.plimsoll.tables as _tables
		with data.plimsoll.now as "2026-01-01T00:00:00Z"
		with input as _engine("29.1.0")
	rule.review == set() with data.plimsoll.tables as _tables
		with data.plimsoll.now as "2026-01-01T00:00:00Z"
		with input as _engine("29.1.0")
}

test_review_distribution_or_not_listed if {
	every version in ["20.10.24+dfsg1", "20.10.24-0ubuntu1", "31.0.0", "dev"] {
		rule.review == _asked with data.plimsoll.tables as _tables
			with data.plimsoll.now as "2026-01-01T00:00:00Z"
			with input as _engine(version)
		rule.violations == set() with data.plimsoll.tables as _tables
			with data.plimsoll.now as "2026-01-01T00:00:00Z"
			with input as _engine(version)
	}
}
