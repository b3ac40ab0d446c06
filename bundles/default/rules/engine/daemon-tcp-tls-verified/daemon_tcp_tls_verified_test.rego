package plimsoll.rules.engine.daemon_tcp_tls_verified_test

import data.plimsoll.rules.engine.daemon_tcp_tls_verified as rule

_engine(address, scheme, tls, verify) := {"resources": [{
	"target": 1,
	"key": "engine",
	"listeners": [{
		"address": address,
		"scheme": scheme,
		"allInterfaces": false,
		"loopback": true,
		"tls": tls,
		"tlsVerify": verify,
	}],
}]}

_finding(code) := {
	"target": 1,
	"key": "engine",
	"part": "tcp://127.0.0.1:2375",
	"location": {"pointer": "/listeners"},
	"args": {"code": code, "address": "tcp://127.0.0.1:2375"},
}

test_fail_no_tls if {
	rule.violations == {_finding("no-tls")} with input as _engine("tcp://127.0.0.1:2375", "tcp", false, false)
}

test_fail_clients_not_asked if {
	rule.violations == {_finding("no-client-certificates")} with input as _engine(
		"tcp://127.0.0.1:2375",
		"tcp", true, false,
	)
}

test_pass_verified if {
	rule.violations == set() with input as _engine("tcp://10.0.0.5:2376", "tcp", true, true)
}

test_pass_local_socket if {
	rule.violations == set() with input as _engine("unix:///run/docker.sock", "unix", false, false)
}
