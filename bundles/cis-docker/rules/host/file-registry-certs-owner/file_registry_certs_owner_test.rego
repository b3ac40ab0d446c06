package plimsoll.rules.host.file_registry_certs_owner_test

import data.plimsoll.rules.host.file_registry_certs_owner as rule

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

_params := {"plimsoll/file-registry-certs-owner": {"certSuffixes": [".cert", ".crt", ".key", ".pem"]}}

test_fail_belongs_to_others if {
	every change in [{"uid": 1000, "owner": "alice"}, {"gid": 999, "group": "docker"}] {
		every name in ["ca.crt", "client.cert", "client.key", "deep/er/ca.pem"] {
			file := object.union(_file, change)
			path := concat("", [_folder, name])
			rule.violations == {{
				"target": 1,
				"key": "host",
				"part": path,
				"location": {"file": path},
				"args": {"path": path, "owner": file.owner, "group": file.group},
			}} with input as _host(name, change) with data.plimsoll.params as _params
		}
	}
}

test_pass_roots if {
	rule.violations == set() with input as _host("ca.crt", {"mode": "0777"}) with data.plimsoll.params as _params
	rule.not_applicable == set() with input as _host("ca.crt", {}) with data.plimsoll.params as _params
	rule.unknown == set() with input as _host("ca.crt", {}) with data.plimsoll.params as _params
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
