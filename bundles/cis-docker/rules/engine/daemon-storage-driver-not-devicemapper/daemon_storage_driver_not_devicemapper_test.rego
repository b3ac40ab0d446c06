package plimsoll.rules.engine.daemon_storage_driver_not_devicemapper_test

import data.plimsoll.rules.engine.daemon_storage_driver_not_devicemapper as rule

_engine(driver) := {"resources": [{"target": 1, "key": "engine", "storageDriver": driver}]}

test_fail_devicemapper if {
	rule.violations == {{"target": 1, "key": "engine", "args": {}}} with input as _engine("devicemapper")
}

test_pass_others if {
	every driver in ["overlay2", "overlayfs", "btrfs"] { rule.violations == set() with input as _engine(driver) }
}
