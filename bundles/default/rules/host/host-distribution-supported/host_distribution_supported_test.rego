package plimsoll.rules.host.host_distribution_supported_test

import data.plimsoll.rules.host.host_distribution_supported as rule

_host(id, version) := {"resources": [{
	"target": 1,
	"key": "host",
	"osRelease": {"id": id, "versionId": version, "codename": null, "name": "Some Linux", "like": []},
}]}

_tables := {"distributions": {"debian": {"10": "2024-06-30", "12": "2028-06-30"}, "alpine": {"3.1": "2016-11-01"}}}

_now := "2026-01-01T00:00:00Z"

_finding(until) := {
	"target": 1,
	"key": "host",
	"args": {"distribution": "Some Linux", "until": until},
}

test_fail_ended if {
	rule.violations == {_finding("2024-06-30")} with input as _host("debian", "10")
		with data.plimsoll.tables as _tables
		with data.plimsoll.now as _now
	rule.violations == {_finding("2016-11-01")} with input as _host("alpine", "3.1.4")
		with data.plimsoll.tables as _tables
		with data.plimsoll.now as _now
}

test_pass_supported if {
	rule.violations == set() with input as _host("debian", "12")
		with data.plimsoll.tables as _tables
		with data.plimsoll.now as _now
	rule.review == set() with input as _host("debian", "12")
		with data.plimsoll.tables as _tables
		with data.plimsoll.now as _now
}

test_review_not_listed if {
	every case in [["debian", "99"], ["alpine", "3.10.1"], ["homemade", "1"], ["debian", null]] {
		rule.review == {{
			"target": 1,
			"key": "host",
			"args": {"distribution": "Some Linux"},
		}} with input as _host(case[0], case[1]) with data.plimsoll.tables as _tables with data.plimsoll.now as _now
		rule.violations == set() with input as _host(case[0], case[1])
			with data.plimsoll.tables as _tables
			with data.plimsoll.now as _now
	}
}
