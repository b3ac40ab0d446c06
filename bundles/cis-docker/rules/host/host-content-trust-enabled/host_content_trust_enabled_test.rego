package plimsoll.rules.host.host_content_trust_enabled_test

import data.plimsoll.rules.host.host_content_trust_enabled as rule

_host(files) := {"resources": [{"target": 1, "key": "host", "files": files}]}

_file(path, values, error) := {
	"path": path,
	"exists": true,
	"owner": "root",
	"uid": 0,
	"group": "root",
	"gid": 0,
	"mode": "0644",
	"type": "file",
	"error": error,
	"digest": null,
	"matches": [{"name": name, "values": values} | some name in ["dockerContentTrust"]; count(values) > 0],
}

_environment(values) := _file("/etc/environment", values, null)

_profile(values) := _file("/etc/profile.d/docker.sh", values, null)

_params(gate) := {"plimsoll/host-content-trust-enabled": {"otherSignatureEnforcement": gate}}

_unknown(code) := {{"target": 1, "key": "host", "fact": "files", "code": code}}

test_fail_not_set if {
	other := object.union(_profile([]), {"matches": [{"name": "privateKey", "values": ["1"]}]})
	rule.violations == {{"target": 1, "key": "host", "args": {"code": "not-set"}}}
		with input as _host([_environment([]), other])
		with data.plimsoll.params as _params(null)
}

test_fail_switched_off if {
	every value in ["0", "false", "", "yes"] {
		rule.violations == {{
			"target": 1,
			"key": "host",
			"part": "/etc/profile.d/docker.sh",
			"location": {"file": "/etc/profile.d/docker.sh"},
			"args": {"code": "off", "path": "/etc/profile.d/docker.sh"},
		}} with input as _host([_environment(["1"]), _profile([value])]) with data.plimsoll.params as _params(null)
	}
}

test_pass_on if {
	every files in [[_environment(["1"])], [_environment([]), _profile(["1"])], [_environment(["1", "true"])]] {
		rule.violations == set() with input as _host(files) with data.plimsoll.params as _params(null)
		rule.review == set() with input as _host(files) with data.plimsoll.params as _params("cosign")
		rule.unknown == set() with input as _host(files) with data.plimsoll.params as _params(null)
	}
}

test_unknown_not_readable if {
	rule.unknown == _unknown("permission-denied") with data.plimsoll.params as _params(null)
		with input as _host([_environment(["1"]), _file("/etc/profile.d/*.sh", [], "permission-denied")])
	rule.unknown == _unknown("permission-denied") with data.plimsoll.params as _params(null)
		with input as _host([_file("/etc/environment", [], "permission-denied"), _profile(["1"])])
	rule.unknown == set() with data.plimsoll.params as _params(null)
		with input as _host([_environment(["1"]), _file("/etc/ssh/x", [], "permission-denied")])
}

test_unknown_never_asked_for if {
	every files in [[], [_file("/etc/ssh/x", [], null)]] {
		rule.unknown == _unknown("not-requested") with input as _host(files) with data.plimsoll.params as _params(null)
	}
}

test_review_other_gate if {
	every files in [[_environment([])], [_environment(["0"])]] {
		rule.review == {{"target": 1, "key": "host", "args": {"gate": "cosign"}}} with input as _host(files)
			with data.plimsoll.params as _params("cosign")
		rule.violations == set() with input as _host(files) with data.plimsoll.params as _params("cosign")
	}
}
