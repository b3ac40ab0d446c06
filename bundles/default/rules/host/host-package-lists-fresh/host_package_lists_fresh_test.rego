package plimsoll.rules.host.host_package_lists_fresh_test

import data.plimsoll.rules.host.host_package_lists_fresh as rule

_host(manager, at) := {"resources": [{"target": 1, "key": "host", "packageManager": manager, "packageListsAt": at}]}

_params := {"plimsoll/host-package-lists-fresh": {"maxDays": 7}}

_now := "2026-01-15T12:00:00Z"

test_fail_old if {
	rule.violations == {{
		"target": 1,
		"key": "host",
		"args": {"code": "old", "days": 8, "maxDays": 7},
	}} with input as _host("dpkg", "2026-01-07T12:00:00Z")
		with data.plimsoll.params as _params
		with data.plimsoll.now as _now
}

test_fail_none if {
	rule.violations == {{"target": 1, "key": "host", "args": {"code": "none"}}} with input as _host("dpkg", null)
		with data.plimsoll.params as _params
		with data.plimsoll.now as _now
}

test_pass_fresh if {
	every at in ["2026-01-15T12:00:00Z", "2026-01-07T12:00:01Z"] {
		rule.violations == set() with input as _host("dpkg", at)
			with data.plimsoll.params as _params
			with data.plimsoll.now as _now
	}
}

test_na_keeps_none if {
	every manager in ["apk", null] {
		rule.not_applicable == {{
			"target": 1,
			"key": "host",
			"code": "no-lists-kept",
			"args": {},
		}} with input as _host(manager, null) with data.plimsoll.params as _params with data.plimsoll.now as _now
		rule.violations == set() with input as _host(manager, null)
			with data.plimsoll.params as _params
			with data.plimsoll.now as _now
	}
}

test_unknown_no_time if {
	rule.unknown == {{
		"target": 1,
		"key": "host",
		"fact": "packageListsAt",
		"code": "parse-error",
	}} with input as _host("dpkg", "yesterday") with data.plimsoll.params as _params with data.plimsoll.now as _now
}
