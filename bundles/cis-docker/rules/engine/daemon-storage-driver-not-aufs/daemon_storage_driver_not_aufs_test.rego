package plimsoll.rules.engine.daemon_storage_driver_not_aufs_test

import data.plimsoll.rules.engine.daemon_storage_driver_not_aufs as rule

_engine(driver) := {"resources": [{"target": 1, "key": "engine", "storageDriver": driver}]}

test_fail_aufs if rule.violations == {{"target": 1, "key": "engine", "args": {}}} with input as _engine("aufs")

test_pass_others if {
	every driver in ["overlay2", "overlayfs", "btrfs"] { rule.violations == set() with input as _engine(driver) }
}
