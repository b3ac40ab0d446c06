package plimsoll.rules.engine.daemon_no_base_device_size_test

import data.plimsoll.rules.engine.daemon_no_base_device_size as rule

_engine(driver, options) := {"resources": [{
	"target": 1,
	"key": "engine",
	"storageDriver": driver,
	"configuration": [
		{"name": "storage-opts", "values": options, "origin": "file"},
		{"name": "labels", "values": ["dm.basesize=1"], "origin": "file"},
	],
}]}

test_fail_larger if {
	rule.violations == {{
		"target": 1,
		"key": "engine",
		"part": "dm.basesize",
		"location": {"pointer": "/configuration"},
		"args": {"option": "dm.basesize=50G"},
	}} with input as _engine("devicemapper", ["dm.fs=xfs", "dm.basesize=50G"])
}

test_pass_not_set if {
	rule.violations == set() with input as _engine("devicemapper", ["dm.fs=xfs"])
	rule.not_applicable == set() with input as _engine("devicemapper", ["dm.fs=xfs"])
}

test_na_other_driver if {
	rule.not_applicable == {{"target": 1, "key": "engine", "code": "other-driver", "args": {}}}
		with input as _engine("overlay2", [])
	rule.violations == set() with input as _engine("overlay2", ["dm.basesize=50G"])
}
