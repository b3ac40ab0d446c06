package plimsoll.rules.host.host_mandatory_access_control_test

import data.plimsoll.rules.host.host_mandatory_access_control as rule

_host(apparmor, selinux, mode) := {"resources": [{
	"target": 1,
	"key": "host",
	"apparmor": {"enabled": apparmor},
	"selinux": {"enabled": selinux, "mode": mode},
}]}

_one := {{"target": 1, "key": "host", "args": {}}}

test_fail_neither if {
	rule.violations == _one with input as _host(false, false, "disabled")
	rule.violations == _one with input as _host(false, true, "permissive")
}

test_pass_one_of_them if {
	rule.violations == set() with input as _host(true, false, "disabled")
	rule.violations == set() with input as _host(false, true, "enforcing")
}
