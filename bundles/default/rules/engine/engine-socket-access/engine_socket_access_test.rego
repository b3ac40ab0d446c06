package plimsoll.rules.engine.engine_socket_access_test

import data.plimsoll.rules.engine.engine_socket_access as rule

_engine(mode, error) := {"resources": [{
	"target": 1,
	"key": "engine",
	"sockets": [{
		"path": "/run/docker.sock",
		"exists": true,
		"owner": "root",
		"uid": 0,
		"group": "docker",
		"gid": 999,
		"mode": mode,
		"type": "socket",
		"error": error,
	}],
}]}

test_fail_everybody if {
	every mode in ["0666", "0662", "0777"] {
		rule.violations == {{
			"target": 1,
			"key": "engine",
			"part": "/run/docker.sock",
			"location": {"file": "/run/docker.sock"},
			"args": {"path": "/run/docker.sock"},
		}} with input as _engine(mode, null)
	}
}

test_pass_owner_and_group if {
	rule.violations == set() with input as _engine("0660", null)
	rule.unknown == set() with input as _engine("0660", null)
}

test_unknown_not_readable if {
	rule.unknown == {{
		"target": 1,
		"key": "engine",
		"fact": "sockets",
		"code": "permission-denied",
	}} with input as _engine(null, "permission-denied")
}
