package plimsoll.rules.host.host_docker_group_trusted_test

import data.plimsoll.rules.host.host_docker_group_trusted as rule

_host(members) := {"resources": [{
	"target": 1,
	"key": "host",
	"groups": [{"name": "docker", "gid": 999, "members": members}],
}]}

_params(users) := {"plimsoll/host-docker-group-trusted": {"group": "docker", "trustedUsers": users}}

test_fail_only_exact_names_are_trusted if {
	rule.violations == {{
		"target": 1,
		"key": "host",
		"part": "bob",
		"location": {"pointer": "/groups"},
		"args": {"user": "bob", "group": "docker"},
	}} with input as _host(["alice", "bob"]) with data.plimsoll.params as _params(["alice", "bobby"])
}

test_pass_trusted if {
	rule.violations == set() with input as _host(["alice"]) with data.plimsoll.params as _params(["alice"])
	rule.review == set() with input as _host(["alice"]) with data.plimsoll.params as _params(["alice"])
}

test_pass_nobody_in_it if {
	rule.violations == set() with input as _host([]) with data.plimsoll.params as _params(null)
	rule.review == set() with input as _host([]) with data.plimsoll.params as _params(null)
	rule.not_applicable == set() with input as _host([]) with data.plimsoll.params as _params(null)
}

test_na_no_such_group if {
	rule.not_applicable == {{"target": 1, "key": "host", "code": "no-group", "args": {"group": "docker"}}}
		with data.plimsoll.params as _params(null)
		with input as {"resources": [{
			"target": 1,
			"key": "host",
			"groups": [{"name": "root", "gid": 0, "members": ["root"]}],
		}]}
}

test_review_list_not_given if {
	rule.review == {{"target": 1, "key": "host", "args": {"members": ["alice"]}}} with input as _host(["alice"])
		with data.plimsoll.params as _params(null)
	rule.violations == set() with input as _host(["alice"]) with data.plimsoll.params as _params(null)
}
