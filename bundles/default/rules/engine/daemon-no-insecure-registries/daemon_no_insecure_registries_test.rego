package plimsoll.rules.engine.daemon_no_insecure_registries_test

import data.plimsoll.rules.engine.daemon_no_insecure_registries as rule

_engine(registries) := {"resources": [{"target": 1, "key": "engine", "insecureRegistries": registries}]}

_params(allowed) := {"plimsoll/daemon-no-insecure-registries": {"allowedInsecure": allowed}}

test_fail_insecure if {
	rule.violations == {{
		"target": 1,
		"key": "engine",
		"part": "10.0.0.0/8",
		"location": {"pointer": "/insecureRegistries"},
		"args": {"registry": "10.0.0.0/8"},
	}} with data.plimsoll.params as _params(["lab:5000"]) with input as _engine(["10.0.0.0/8", "lab:5000"])
}

test_pass_none if rule.violations == set() with data.plimsoll.params as _params([]) with input as _engine([])
