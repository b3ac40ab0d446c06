package plimsoll.rules.engine.engine_remote_api_authorization_test

import data.plimsoll.rules.engine.engine_remote_api_authorization as rule

_engine(scheme, loopback, plugins) := {"resources": [{
	"target": 1,
	"key": "engine",
	"listeners": [{
		"address": "x",
		"scheme": scheme,
		"allInterfaces": false,
		"loopback": loopback,
		"tls": true,
		"tlsVerify": true,
	}],
	"authorizationPlugins": plugins,
}]}

_na := {{"target": 1, "key": "engine", "code": "local", "args": {}}}

test_fail_all_or_nothing if {
	rule.violations == {{"target": 1, "key": "engine", "args": {}}} with input as _engine("tcp", false, [])
	rule.not_applicable == set() with input as _engine("tcp", false, [])
}

test_pass_plugin if rule.violations == set() with input as _engine("tcp", false, ["authz-broker"])

test_na_no_remote_address if {
	rule.not_applicable == _na with input as _engine("unix", false, [])
	rule.not_applicable == _na with input as _engine("tcp", true, [])
	rule.not_applicable == _na with input as {"resources": [{
		"target": 1,
		"key": "engine",
		"listeners": [],
		"authorizationPlugins": [],
	}]}
}
