package plimsoll.rules.image.image_exposed_ports_allowed_test

import data.plimsoll.rules.image.image_exposed_ports_allowed as rule

_image(port, protocol) := {"resources": [{
	"target": 1,
	"key": "image",
	"exposedPorts": [{"port": port, "protocol": protocol}],
}]}

_params(denied, allowed) := {"plimsoll/image-exposed-ports-allowed": {"deniedPorts": denied, "allowedPorts": allowed}}

_finding(code, port) := {
	"target": 1,
	"key": "image",
	"part": port,
	"location": {"pointer": "/exposedPorts"},
	"args": {"code": code, "port": port},
}

test_fail_denied if {
	every entry in ["3389", "3389/tcp", "3000-3999", "3389-3389/tcp"] {
		rule.violations == {_finding("denied", "3389/tcp")} with input as _image(3389, "tcp")
			with data.plimsoll.params as _params([entry], ["3389"])
	}
}

test_fail_not_allowed if {
	every allowed in [[], ["8080/udp"], ["8081-8090"]] {
		rule.violations == {_finding("not-allowed", "8080/tcp")} with input as _image(8080, "tcp")
			with data.plimsoll.params as _params([], allowed)
	}
}

test_pass_allowed if {
	every allowed in [["0-65535"], ["8080"], ["1-9000/tcp"]] {
		rule.violations == set() with input as _image(8080, "tcp")
			with data.plimsoll.params as _params(["8080/udp", "80", "8081-9000"], allowed)
	}
}
