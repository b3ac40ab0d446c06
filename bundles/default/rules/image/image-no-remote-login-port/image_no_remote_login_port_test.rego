package plimsoll.rules.image.image_no_remote_login_port_test

import data.plimsoll.rules.image.image_no_remote_login_port as rule

_image(port, protocol) := {"resources": [{
	"target": 1,
	"key": "image",
	"exposedPorts": [{"port": port, "protocol": protocol}],
}]}

test_fail_login if {
	rule.violations == {{
		"target": 1,
		"key": "image",
		"part": "22/tcp",
		"location": {"pointer": "/exposedPorts"},
		"args": {"port": "22/tcp"},
	}} with input as _image(22, "tcp")
}

test_pass_others if {
	rule.violations == set() with input as _image(80, "tcp")
	rule.violations == set() with input as _image(22, "udp")
}
