package plimsoll.rules.host.file_registry_certs_mode_test

import data.plimsoll.rules.host.file_registry_certs_mode as rule

_host(name, change) := {"resources": [{
	"target": 1,
	"key": "host",
	"engineFiles": [_other, object.union(object.union(_file, {"path": concat("", [_folder, name])}), change)],
}]}

_folder := "/etc/docker/certs.d/registry.example.org/"

_file := {
	"path": _folder,
	"exists": true,
	"owner": "root",
	"uid": 0,
	"group": "root",
	"gid": 0,
	"mode": "0444",
	"type": "file",
	"error": null,
	"role": "registry-certificate",
	"realPath": null,
}

# Another rule's business, and as bad as it can be.
_other := object.union(_file, {"path": "/etc/docker/ca.crt", "role": "tls-ca", "uid": 1000, "mode": "0777"})

_unread := {"exists": false, "owner": null, "uid": null, "group": null, "gid": null, "mode": null, "type": null}

_params := {"plimsoll/file-registry-certs-mode": {"certSuffixes": [".cert", ".crt", ".pem"]}}

_finding(name, mode, allowed) := {
	"target": 1,
	"key": "host",
	"part": concat("", [_folder, name]),
	"location": {"file": concat("", [_folder, name])},
	"args": {"path": concat("", [_folder, name]), "mode": mode, "allowed": allowed},
}

test_fail_grants_more if {
	every mode in ["0644", "0437", "0445", "4444"] {
		every name in ["ca.crt", "client.cert", "deep/er/ca.pem"] {
			rule.violations == {_finding(name, mode, "0444")} with input as _host(name, {"mode": mode})
				with data.plimsoll.params as _params
		}
	}
}

test_fail_key_for_others if {
	every mode in ["0444", "0440", "0600"] {
		rule.violations == {_finding("client.key", mode, "0400")} with input as _host("client.key", {"mode": mode})
			with data.plimsoll.params as _params
	}
}

test_pass_read_only if {
	every name, mode in {"ca.crt": "0444", "client.cert": "0400", "client.key": "0400"} {
		rule.violations == set() with input as _host(name, {"mode": mode}) with data.plimsoll.params as _params
		rule.not_applicable == set() with input as _host(name, {"mode": mode}) with data.plimsoll.params as _params
		rule.unknown == set() with input as _host(name, {"mode": mode}) with data.plimsoll.params as _params
	}
}

test_na_no_certificates if {
	every change in [{"path": "/etc/docker/certs.d/readme"}, {"type": "directory"}, {"role": "configuration"}] {
		rule.not_applicable == {{"target": 1, "key": "host", "code": "no-certificates", "args": {}}}
			with input as _host("ca.crt", object.union({"uid": 1000, "mode": "0777"}, change))
			with data.plimsoll.params as _params
		rule.violations == set() with data.plimsoll.params as _params
			with input as _host("ca.crt", object.union({"uid": 1000, "mode": "0777"}, change))
	}
}

test_unknown_folder_not_readable if {
	change := object.union(_unread, {"path": "/etc/docker/certs.d/**", "error": "permission-denied"})
	rule.unknown == {{"target": 1, "key": "host", "fact": "engineFiles", "code": "permission-denied"}}
		with input as _host("", change)
		with data.plimsoll.params as _params
	rule.not_applicable == set() with input as _host("", change) with data.plimsoll.params as _params
	rule.violations == set() with input as _host("", change) with data.plimsoll.params as _params
}
