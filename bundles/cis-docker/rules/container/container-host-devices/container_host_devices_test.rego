package plimsoll.rules.container.container_host_devices_test

import data.plimsoll.rules.container.container_host_devices as rule

_container(permissions, privileged) := {"resources": [{
	"target": 1,
	"key": "web",
	"devices": [{"path": "/dev/ttyUSB0", "containerPath": "/dev/x", "permissions": permissions}],
	"privileged": privileged,
}]}

_without(privileged) := {"resources": [{"target": 1, "key": "web", "devices": [], "privileged": privileged}]}

_params(devices) := {"plimsoll/container-host-devices": {"allowedDevices": devices}}

_reading := [{"path": "/dev/ttyUSB0", "permissions": "r"}]

_finding := {
	"target": 1,
	"key": "web",
	"part": "/dev/ttyUSB0",
	"location": {"pointer": "/devices"},
	"args": {"code": "device", "device": "/dev/ttyUSB0"},
}

_privileged := {
	"target": 1,
	"key": "web",
	"part": "privileged",
	"location": {"pointer": "/privileged"},
	"args": {"code": "privileged"},
}

_asked(devices) := {{"target": 1, "key": "web", "args": {"devices": devices}}}

test_fail_more_than_allowed if {
	every permissions in ["rw", "rwm", "m", ""] {
		rule.violations == {_finding} with input as _container(permissions, false)
			with data.plimsoll.params as _params(_reading)
	}
	rule.violations == {_finding} with input as _container("r", false) with data.plimsoll.params as _params([])
}

test_fail_privileged if {
	rule.violations == {_privileged} with input as _without(true) with data.plimsoll.params as _params(_reading)
}

test_pass_allowed if {
	rule.violations == set() with input as _container("r", false) with data.plimsoll.params as _params(_reading)
	rule.review == set() with input as _container("r", false) with data.plimsoll.params as _params(_reading)
}

test_pass_none if {
	every devices in [null, []] {
		rule.violations == set() with input as _without(false) with data.plimsoll.params as _params(devices)
		rule.review == set() with input as _without(false) with data.plimsoll.params as _params(devices)
	}
}

test_review_list_not_given if {
	rule.review == _asked("/dev/ttyUSB0") with input as _container("r", false) with data.plimsoll.params as _params(null)
	rule.violations == set() with input as _container("r", false) with data.plimsoll.params as _params(null)
	rule.review == _asked("every device") with input as _container("r", true) with data.plimsoll.params as _params(null)
}
