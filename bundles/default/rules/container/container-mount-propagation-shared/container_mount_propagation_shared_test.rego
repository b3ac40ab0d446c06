package plimsoll.rules.container.container_mount_propagation_shared_test

import data.plimsoll.rules.container.container_mount_propagation_shared as rule

_container(propagation) := {"resources": [{
	"target": 1,
	"key": "web",
	"mounts": [{
		"type": "bind",
		"source": "/srv",
		"destination": "/srv",
		"volume": null,
		"driver": null,
		"driverOptions": [],
		"readOnly": true,
		"propagation": propagation,
	}],
}]}

test_fail_shared if {
	every propagation in ["shared", "rshared"] {
		rule.violations == {{
			"target": 1,
			"key": "web",
			"part": "/srv",
			"location": {"pointer": "/mounts"},
			"args": {"destination": "/srv", "propagation": propagation},
		}} with input as _container(propagation)
	}
}

test_pass_others if {
	every propagation in [null, "", "private", "rprivate", "slave", "rslave"] {
		rule.violations == set() with input as _container(propagation)
	}
}
