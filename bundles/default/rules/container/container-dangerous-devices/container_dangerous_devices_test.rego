package plimsoll.rules.container.container_dangerous_devices_test

import data.plimsoll.rules.container.container_dangerous_devices as rule

_container(path) := {"resources": [{
	"target": 1,
	"key": "web",
	"devices": [{"path": path, "containerPath": "/dev/x", "permissions": "rwm"}],
}]}

test_fail_disk_or_memory if {
	every path in ["/dev", "/dev/mem", "/dev/sda", "/dev/nvme0n1p1", "/dev/mapper/root", "/dev/dm-0"] {
		rule.violations == {{
			"target": 1,
			"key": "web",
			"part": path,
			"location": {"pointer": "/devices"},
			"args": {"device": path},
		}} with input as _container(path)
	}
}

test_pass_others if {
	every path in ["/dev/dri", "/dev/ttyUSB0", "/dev/net/tun", "/dev/fuse", "/dev/memory_bandwidth"] {
		rule.violations == set() with input as _container(path)
	}
	rule.violations == set() with input as {"resources": [{"target": 1, "key": "web", "devices": []}]}
}
