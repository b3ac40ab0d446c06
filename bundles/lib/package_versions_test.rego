package plimsoll.lib.package_versions_test

import data.plimsoll.lib.package_versions as versions

# Every list from older to newer.
_ordered := {
	"deb": [
		"1.0~~", "1.0~rc1-1", "1.0-1", "1.0-1+b1", "1.0-1.1", "1.0-2", "1.0-10", "1.0+dfsg-1", "1.0.1", "1.10", "1:0.1",
	],
	"rpm": ["1.0~rc1", "1.0", "1.0-1.el9", "1.0-10.el9", "1.0^git1", "1.0a", "1.0.1", "1.10", "1:0.1"],
	"apk": [
		"1.2_alpha", "1.2_rc1", "1.2_rc2", "1.2", "1.2-r1", "1.2-r10", "1.2_git1", "1.2_p1", "1.2a", "1.2a2", "1.2.05",
		"1.2.1", "1.10",
	],
	"npm": ["1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-rc.1", "1.0.0", "1.2.0", "1.10.0"],
}

test_compare_in_order if {
	every type, list in _ordered {
		every left, older in list {
			every right, newer in list {
				versions.compare(type, older, newer) == {"ok": true, "value": _sign(left - right)}
			}
		}
	}
}

test_compare_same if {
	every case in [
		["deb", "1.0", "0:1.0-0"],
		["deb", "1.00-1", "1.0-1"],
		["rpm", "1.0", "0:1.0"],
		["rpm", "1.01", "1.1"],
		["apk", "01.2", "1.2"],
		["npm", "v1.0.0+a", "1.0.0"],
	] {
		versions.compare(case[0], case[1], case[2]) == {"ok": true, "value": 0}
	}
}

test_compare_has_no_answer if {
	every case in [
		["deb", "a/b", "1"],
		["deb", "", "1"],
		["rpm", "1-2-3", "1"],
		["apk", "latest", "1"],
		["npm", "1.0", "1.0.0"],
		["npm", "1.0.0", "99999999999999999999.0.0"],
		["maven", "1.0", "2.0"],
		["pypi", "1.0", "2.0"],
		["deb", null, "1"],
	] {
		versions.compare(case[0], case[1], case[2]) == {"ok": false, "value": 0}
		versions.compare(case[0], case[2], case[1]) == {"ok": false, "value": 0}
	}
}

test_lies_in if {
	every range in [{}, {"from": "1.0"}, {"from": "1.0-1", "below": "1.1"}, {"version": "1.0-1"}] {
		versions.lies_in("deb", "1.0-1", range) == {"ok": true, "value": true}
	}
	every range in [{"from": "1.1"}, {"below": "1.0-1"}, {"version": "1.0"}, {"version": "1.0", "from": "/"}] {
		versions.lies_in("deb", "1.0-1", range) == {"ok": true, "value": false}
	}
	versions.lies_in("gem", "1.0", {"version": "1.0"}) == {"ok": true, "value": true}
	versions.lies_in("gem", "1.0", {}) == {"ok": true, "value": true}
}

test_lies_in_has_no_answer if {
	versions.lies_in("gem", "1.0", {"from": "0.9"}) == {"ok": false, "value": false}
	versions.lies_in("deb", "1.0", {"from": "0.9", "below": "/"}) == {"ok": false, "value": false}
}

_sign(difference) := -1 if difference < 0

_sign(difference) := 1 if difference > 0

_sign(0) := 0
