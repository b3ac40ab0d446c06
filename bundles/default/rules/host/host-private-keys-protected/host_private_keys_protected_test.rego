package plimsoll.rules.host.host_private_keys_protected_test

import data.plimsoll.rules.host.host_private_keys_protected as rule

_host(mode, values, error) := {"resources": [{
	"target": 1,
	"key": "host",
	"files": [object.union(_file, {
		"mode": mode,
		"error": error,
		"digest": null,
		"matches": [{"name": "privateKey", "values": values}],
	})],
	"engineFiles": [],
}]}

_engine_key(mode, error) := {"resources": [{
	"target": 1,
	"key": "host",
	"files": [],
	"engineFiles": [object.union(_file, {"mode": mode, "error": error, "role": "tls-key", "realPath": null})],
}]}

_file := {
	"path": "/etc/docker/server-key.pem",
	"exists": true,
	"owner": "root",
	"uid": 0,
	"group": "root",
	"gid": 0,
	"type": "file",
}

_finding := {
	"target": 1,
	"key": "host",
	"part": "/etc/docker/server-key.pem",
	"location": {"file": "/etc/docker/server-key.pem"},
	"args": {"path": "/etc/docker/server-key.pem", "mode": "0644"},
}

test_fail_everybody_reads if {
	rule.violations == {_finding} with input as _host("0644", ["RSA PRIVATE KEY"], null)
	rule.violations == {_finding} with input as _engine_key("0644", null)
}

test_pass_protected_or_no_key if {
	rule.violations == set() with input as _host("0640", ["PRIVATE KEY"], null)
	rule.violations == set() with input as _host("0644", [], null)
	rule.violations == set() with input as _engine_key("0640", null)
}

test_pass_content_does_not_matter if {
	rule.unknown == set() with input as _host("0600", [], "permission-denied")
}

test_unknown_mode_not_readable if {
	rule.unknown == {_unread("files")} with input as _host(null, [], "permission-denied")
	rule.unknown == {_unread("engineFiles")} with input as _engine_key(null, "permission-denied")
}

_unread(fact) := {"target": 1, "key": "host", "fact": fact, "code": "permission-denied"}
