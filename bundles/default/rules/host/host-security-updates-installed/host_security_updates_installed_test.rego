package plimsoll.rules.host.host_security_updates_installed_test

import data.plimsoll.rules.host.host_security_updates_installed as rule

_host(names, security) := {"resources": [{"target": 1, "key": "host", "pendingUpdates": [update |
	some name in names
	update := {"name": name, "installed": "3.0.15-1", "candidate": "3.0.17-1", "security": security}
]}]}

_letters := ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]

test_fail_few if {
	rule.violations == {{
		"target": 1,
		"key": "host",
		"args": {"code": "few", "count": 2, "packages": ["libssl3", "openssl"]},
	}} with input as _host(["libssl3", "openssl"], true)
}

test_fail_many_are_not_all_named if {
	rule.violations == {{
		"target": 1,
		"key": "host",
		"args": {"code": "many", "count": 11, "packages": _letters},
	}} with input as _host(array.concat(_letters, ["k"]), true)
}

test_pass_other_update if rule.violations == set() with input as _host(["tzdata"], false)

test_pass_none if rule.violations == set() with input as _host([], true)
