package plimsoll.rules.engine.daemon_remote_logging_test

import data.plimsoll.rules.engine.daemon_remote_logging as rule

_engine(driver, options) := {"resources": [{
	"target": 1,
	"key": "engine",
	"logDriver": driver,
	"configuration": [
		{"name": "log-driver", "values": [driver], "origin": "file"},
		{"name": "log-opts", "values": options, "origin": "file"},
		{"name": "labels", "values": ["syslog-address=udp://label.example.org"], "origin": "file"},
	],
}]}

_params(remote, local) := {"plimsoll/daemon-remote-logging": {
	"remoteLogDrivers": remote,
	"localDriversWithForwarder": local,
}}

_usual := _params(["syslog", "fluentd"], ["journald"])

_finding(code) := {{"target": 1, "key": "engine", "args": {"code": code}}}

test_fail_local if {
	every driver in ["json-file", "local", "none", "some/plugin:latest"] {
		rule.violations == _finding("local") with input as _engine(driver, ["max-size=10m"])
			with data.plimsoll.params as _usual
		rule.review == set() with input as _engine(driver, []) with data.plimsoll.params as _usual
	}
}

test_fail_local_syslog if {
	every address in [
		"unixgram:///dev/log",
		"unix:///dev/log",
		"udp://127.0.0.1:514",
		"udp://LOCALHOST:514",
		"tcp://[::1]:601",
		"udp://:514",
		"udp://",
		"logs",
	] {
		rule.violations == _finding("local-syslog") with data.plimsoll.params as _usual
			with input as _engine("syslog", [concat("", ["syslog-address=", address])])
	}
	rule.violations == _finding("local-syslog") with data.plimsoll.params as _usual
		with input as _engine("syslog", ["syslog-comment=x://logs.example.org"])
	rule.violations == _finding("local-syslog") with input as _engine("syslog", [])
		with data.plimsoll.params as _usual
}

test_pass_sent if {
	address := "syslog-address=tcp+tls://logs.example.org:6514"
	every engine in [_engine("fluentd", []), _engine("syslog", ["tag=x", address])] {
		rule.violations == set() with input as engine with data.plimsoll.params as _usual
		rule.review == set() with input as engine with data.plimsoll.params as _usual
		both := _params(["syslog", "fluentd"], ["syslog", "fluentd"])
		rule.review == set() with input as engine with data.plimsoll.params as both
	}
}

test_review_sent_on_by_others if {
	asked := {{"target": 1, "key": "engine", "args": {}}}
	rule.review == asked with input as _engine("journald", []) with data.plimsoll.params as _usual
	rule.violations == set() with input as _engine("journald", []) with data.plimsoll.params as _usual
	both := _params(["syslog"], ["syslog"])
	rule.review == asked with input as _engine("syslog", []) with data.plimsoll.params as both
	rule.violations == set() with input as _engine("syslog", []) with data.plimsoll.params as both
}
