package plimsoll.rules.container.container_host_devices_test

import data.plimsoll.rules.container.container_host_devices as rule

_container(permissions, privileged) := {"resources": [{
	"target": 1,
	"key": "web",
	"devices": [{"path": "/dev/ttyUSB0", "containerPath": "/dev/x", "permissions": permissions}],
	"deviceRequests": [],
	"deviceCgroupRules": [],
	"privileged": privileged,
}]}

_without(privileged) := _asking([], [], privileged)

_asking(requests, rules, privileged) := {"resources": [{
	"target": 1,
	"key": "web",
	"devices": [],
	"deviceRequests": requests,
	"deviceCgroupRules": rules,
	"privileged": privileged,
}]}

_cards := {"driver": null, "count": -1, "ids": [], "capabilities": ["gpu"]}

_card := {"driver": "cdi", "count": 0, "ids": ["vendor.example/card=1"], "capabilities": []}

_any := {"driver": null, "count": 1, "ids": [], "capabilities": []}

_params(devices) := _agreed(devices, [], [])

_agreed(devices, requests, rules) := {"plimsoll/container-host-devices": {
	"allowedDevices": devices,
	"allowedDeviceRequests": requests,
	"allowedDeviceCgroupRules": rules,
}}

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

test_fail_requests_nobody_agreed_on if {
	labels := {"devices for gpu", "devices vendor.example/card=1", "devices of the engine's choice"}
	rule.violations == {finding |
		some label in labels
		finding := {
			"target": 1,
			"key": "web",
			"part": concat(" ", ["request", label]),
			"location": {"pointer": "/deviceRequests"},
			"args": {"code": "request", "device": label},
		}
	}
		with input as _asking([_cards, _card, _any], [], false)
		with data.plimsoll.params as _agreed([], ["nvidia"], [])
}

test_fail_rule_for_a_class if {
	rule.violations == {{
		"target": 1,
		"key": "web",
		"part": "rule c 189:* rwm",
		"location": {"pointer": "/deviceCgroupRules"},
		"args": {"code": "rule", "rule": "c 189:* rwm"},
	}}
		with input as _asking([], ["c 189:* rwm"], false)
		with data.plimsoll.params as _agreed([], [], ["c 189:* r"])
}

test_pass_agreed_requests_and_rules if {
	params := _agreed([], ["gpu", "cdi"], ["c 189:* r"])
	rule.violations == set() with input as _asking([_cards, _card], ["c 189:* r"], false)
		with data.plimsoll.params as params
	rule.review == set() with input as _asking([_cards, _card], ["c 189:* r"], false) with data.plimsoll.params as params
}

test_review_requests_and_rules if {
	rule.review == _asked("class c 189:* r, devices for gpu") with input as _asking([_cards], ["c 189:* r"], false)
		with data.plimsoll.params as _params(null)
}
