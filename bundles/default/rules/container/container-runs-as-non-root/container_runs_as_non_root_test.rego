package plimsoll.rules.container.container_runs_as_non_root_test

import data.plimsoll.rules.container.container_runs_as_non_root as rule

_container(user, engine, mode) := {"resources": [{
	"target": 1,
	"key": "web",
	"user": user,
	"usernsMode": mode,
	"engine": engine,
}]}

_plain := {"usernsRemap": false, "rootless": false}

_remapped := {"usernsRemap": true, "rootless": false}

_na := {{"target": 1, "key": "web", "code": "mapped", "args": {}}}

test_fail_root if {
	every user in [null, "", "0", "00", "0:100", ":100", "root", "root:users"] {
		rule.violations == {{"target": 1, "key": "web", "args": {}}} with input as _container(user, _plain, "private")
	}
	rule.not_applicable == set() with input as _container(null, _plain, "private")
}

test_fail_opted_out_of_mapping if {
	rule.violations == {{"target": 1, "key": "web", "args": {}}} with input as _container(null, _remapped, "host")
	rule.not_applicable == set() with input as _container(null, _remapped, "host")
}

test_pass_other_users if {
	every user in ["1000", "100:0", "nginx", "rooted", "10"] {
		rule.violations == set() with input as _container(user, _plain, "private")
	}
}

test_na_mapped if {
	rule.not_applicable == _na with input as _container(null, _remapped, "private")
	rule.not_applicable == _na with input as _container(null, {"usernsRemap": false, "rootless": true}, "private")
}
