package plimsoll.rules.container.container_cgroup_parent_default_test

import data.plimsoll.rules.container.container_cgroup_parent_default as rule

_container(parent) := {"resources": [{"target": 1, "key": "web", "cgroupParent": parent}]}

_params := {"plimsoll/container-cgroup-parent-default": {"allowedCgroupParents": ["/batch"]}}

test_fail_another if {
	every parent in ["/other", "/batch/inner", "batch.slice"] {
		rule.violations == {{"target": 1, "key": "web", "args": {}}} with input as _container(parent)
			with data.plimsoll.params as _params
	}
}

test_pass_standard_or_agreed if {
	every parent in [null, "", "/batch"] {
		rule.violations == set() with input as _container(parent) with data.plimsoll.params as _params
	}
}
