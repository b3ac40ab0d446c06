package plimsoll.rules.container.container_sensitive_host_mounts_test

import data.plimsoll.rules.container.container_sensitive_host_mounts as rule

_container(source, read_only) := {"resources": [{
	"target": 1,
	"key": "web",
	"mounts": [{
		"type": "bind",
		"source": source,
		"destination": "/mounted",
		"volume": null,
		"driver": null,
		"driverOptions": [],
		"readOnly": read_only,
		"propagation": "rprivate",
	}],
}]}

_params := {"plimsoll": {"sensitiveHostPaths": ["/etc", "/proc"]}}

_finding(path) := {
	"target": 1,
	"key": "web",
	"part": "/mounted",
	"location": {"pointer": "/mounts"},
	"args": {"path": path},
}

test_fail_writable if {
	every path in ["/", "/etc", "/etc/docker", "/proc/sys"] {
		rule.violations == {_finding(path)} with input as _container(path, false) with data.plimsoll.params as _params
	}
}

test_fail_volume_that_is_a_bind if {
	rule.violations == {_finding("/etc")} with data.plimsoll.params as _params with input as {"resources": [{
		"target": 1,
		"key": "web",
		"mounts": [{
			"type": "volume",
			"source": "/var/lib/docker/volumes/a/_data",
			"destination": "/mounted",
			"volume": "a",
			"driver": "local",
			"driverOptions": [{"name": "device", "value": "/etc"}, {"name": "o", "value": "bind"}],
			"readOnly": false,
			"propagation": null,
		}],
	}]}
}

test_pass_read_only if {
	rule.violations == set() with input as _container("/etc", true) with data.plimsoll.params as _params
}

test_pass_other_folder if {
	every path in ["/srv", "/etcetera", "/home/app/etc"] {
		rule.violations == set() with input as _container(path, false) with data.plimsoll.params as _params
	}
}
