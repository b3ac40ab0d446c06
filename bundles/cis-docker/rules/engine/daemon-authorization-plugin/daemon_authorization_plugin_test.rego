package plimsoll.rules.engine.daemon_authorization_plugin_test

import data.plimsoll.rules.engine.daemon_authorization_plugin as rule

_engine(plugins) := {"resources": [{"target": 1, "key": "engine", "authorizationPlugins": plugins}]}

_params(allowed) := {"plimsoll/daemon-authorization-plugin": {"allowedAuthorizationPlugins": allowed}}

test_fail_none if {
	every allowed in [null, ["broker"]] {
		rule.violations == {{"target": 1, "key": "engine", "args": {"code": "none"}}} with input as _engine([])
			with data.plimsoll.params as _params(allowed)
	}
}

test_fail_not_allowed if {
	rule.violations == {{
		"target": 1,
		"key": "engine",
		"part": "other",
		"location": {"pointer": "/authorizationPlugins"},
		"args": {"code": "not-allowed", "plugin": "other"},
	}} with input as _engine(["broker", "other"]) with data.plimsoll.params as _params(["broker"])
}

test_pass_plugin if {
	every allowed in [null, ["broker"]] {
		rule.violations == set() with input as _engine(["broker"]) with data.plimsoll.params as _params(allowed)
	}
}
