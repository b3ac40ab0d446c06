package plimsoll.rules.container.container_selinux_confined_test

import data.plimsoll.rules.container.container_selinux_confined as rule

_container(label, used) := {"resources": [{
	"target": 1,
	"key": "web",
	"selinuxLabel": label,
	"engine": {"selinux": used},
}]}

test_fail_unconfined if {
	every label in [null, "", "disable", "system_u:system_r:spc_t:s0", "system_u:system_r:unconfined_t:s0"] {
		rule.violations == {{"target": 1, "key": "web", "args": {}}} with input as _container(label, true)
	}
}

test_pass_confined if {
	rule.violations == set() with input as _container("system_u:system_r:container_t:s0:c1,c2", true)
	rule.not_applicable == set() with input as _container("system_u:system_r:container_t:s0:c1,c2", true)
}

test_na_engine_does_not_use_it if {
	rule.not_applicable == {{
		"target": 1,
		"key": "web",
		"code": "not-used",
		"args": {},
	}} with input as _container(null, false)
	rule.violations == set() with input as _container(null, false)
}
