package plimsoll.rules.engine.daemon_cgroup_parent_default_test

import data.plimsoll.rules.engine.daemon_cgroup_parent_default as rule

_engine(parent) := {"resources": [{"target": 1, "key": "engine", "cgroupParent": parent}]}

_params := {"plimsoll/daemon-cgroup-parent-default": {"allowedCgroupParents": ["/docker"]}}

test_fail_other if {
	rule.violations == {{"target": 1, "key": "engine", "args": {}}} with data.plimsoll.params as _params
		with input as _engine("/docker/apps")
}

test_pass_default_or_allowed if {
	every parent in [null, "", "/docker"] {
		rule.violations == set() with input as _engine(parent) with data.plimsoll.params as _params
	}
}
