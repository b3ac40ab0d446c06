package plimsoll.rules.engine.engine_version_current_test

import data.plimsoll.rules.engine.engine_version_current as rule

_engine(version) := {"resources": [{"target": 1, "key": "engine", "version": version}]}

_params(minimum, bad) := {"plimsoll/engine-version-current": {"minEngineVersion": minimum, "knownBadVersions": bad}}

_asked := {{"target": 1, "key": "engine", "args": {}}}

_finding(args) := {{"target": 1, "key": "engine", "args": args}}

test_fail_too_old if {
	every version in ["28.4.9", "9.9.9", "27.5.1+dfsg1", "17.03.2-ce", "28.4.0-0ubuntu1"] {
		rule.violations == _finding({"code": "too-old", "minimum": "28.5"}) with input as _engine(version)
			with data.plimsoll.params as _params("28.5", ["28.4.9"])
		rule.review == set() with input as _engine(version) with data.plimsoll.params as _params("28.5", [])
	}
}

test_fail_known_bad if {
	every bad in ["29.0.1", "29.0", "29"] {
		rule.violations == _finding({"code": "known-bad"}) with input as _engine("29.0.1-ce")
			with data.plimsoll.params as _params("28.5", [bad])
		rule.violations == _finding({"code": "known-bad"}) with input as _engine("29.0.1-ce")
			with data.plimsoll.params as _params(null, [bad])
	}
}

test_pass_new_enough if {
	every version in ["28.5.0", "28.10.0", "29.0.0", "100.0.0", "28.5.1-rc.1"] {
		rule.violations == set() with input as _engine(version)
			with data.plimsoll.params as _params("28.5", ["29.0.1"])
		rule.review == set() with input as _engine(version)
			with data.plimsoll.params as _params("28.5", ["29.0.1"])
	}
}

test_pass_first_of_a_line if {
	rule.violations == set() with input as _engine("29.0.0") with data.plimsoll.params as _params("29.0.0", [])
	rule.review == set() with input as _engine("29.0.0") with data.plimsoll.params as _params("29.0.0", [])
}

test_pass_zeros_in_front if {
	rule.violations == set() with input as _engine("17.09.0-ce") with data.plimsoll.params as _params("17.09", [])
	rule.review == set() with input as _engine("17.09.0-ce") with data.plimsoll.params as _params("17.09", [])
}

test_review_no_minimum_or_no_number if {
	rule.review == _asked with input as _engine("29.1.0") with data.plimsoll.params as _params(null, [])
	every version in ["dev", "", "v29.x", "29", "29.x", "library-import"] {
		rule.review == _asked with input as _engine(version) with data.plimsoll.params as _params("28.5", ["29"])
		rule.violations == set() with input as _engine(version) with data.plimsoll.params as _params("28.5", ["29"])
	}
}
