package plimsoll.rules.host.file_docker_sock_owner_test

import data.plimsoll.rules.host.file_docker_sock_owner as rule

_host(change) := {"resources": [{
	"target": 1,
	"key": "host",
	"engineFiles": [_other, object.union(_file, change)],
	"groups": [{"name": "root", "gid": 0, "members": []}, {"name": "docker", "gid": 999, "members": []}],
}]}

_path := "/var/run/docker.sock"

_file := {
	"path": _path,
	"exists": true,
	"owner": "root",
	"uid": 0,
	"group": "docker",
	"gid": 999,
	"mode": "0660",
	"type": "socket",
	"error": null,
	"role": "socket",
	"realPath": "/run/docker.sock",
}

# Another rule's business, and as bad as it can be.
_other := object.union(_file, {"path": "/run/x.sock", "role": "containerd-socket", "uid": 1000})

_gone := {"exists": false, "owner": null, "uid": null, "group": null, "gid": null, "mode": null, "type": null}

_params(group) := {"plimsoll/file-docker-sock-owner": {"socketGroup": group}}

_finding(owner, group, wanted) := {
	"target": 1,
	"key": "host",
	"part": _path,
	"location": {"file": _path},
	"args": {"path": _path, "owner": owner, "group": group, "socketGroup": wanted},
}

test_fail_other_owner_or_group if {
	rule.violations == {_finding("alice", "docker", "docker")} with data.plimsoll.params as _params("docker")
		with input as _host({"uid": 1000, "owner": "alice"})
	rule.violations == {_finding("root", "users", "docker")} with data.plimsoll.params as _params("docker")
		with input as _host({"gid": 100, "group": "users"})
	rule.violations == {_finding("root", "root", "docker")} with data.plimsoll.params as _params("docker")
		with input as _host({"gid": 0, "group": "root"})
}

test_fail_no_such_group if {
	rule.violations == {_finding("root", "docker", "engine")} with data.plimsoll.params as _params("engine")
		with input as _host({})
}

test_fail_the_name_alone_does_not_count if {
	rule.violations == {_finding("root", "docker", "docker")} with data.plimsoll.params as _params("docker")
		with input as _host({"gid": 1000})
}

test_pass_root_and_the_group if {
	every change in [{}, {"mode": "0666"}] {
		rule.violations == set() with input as _host(change) with data.plimsoll.params as _params("docker")
		rule.not_applicable == set() with input as _host(change) with data.plimsoll.params as _params("docker")
		rule.unknown == set() with input as _host(change) with data.plimsoll.params as _params("docker")
	}
}

test_na_no_socket if {
	every change in [_gone, {"path": "/run/user/1000/docker.sock", "uid": 1000}] {
		rule.not_applicable == {{"target": 1, "key": "host", "code": "no-socket", "args": {}}}
			with input as _host(change)
			with data.plimsoll.params as _params("docker")
		rule.violations == set() with input as _host(change) with data.plimsoll.params as _params("docker")
	}
}

test_unknown_not_readable if {
	change := object.union(_gone, {"error": "permission-denied"})
	rule.unknown == {{"target": 1, "key": "host", "fact": "engineFiles", "code": "permission-denied"}}
		with input as _host(change)
		with data.plimsoll.params as _params("docker")
	rule.not_applicable == set() with input as _host(change) with data.plimsoll.params as _params("docker")
}

test_unknown_perhaps_elsewhere if {
	every role, wanted in {"tls-key": _unread, "tls-ca": set()} {
		host := _host(_gone).resources[0]
		key := object.union(_other, object.union(_gone, {"role": role, "error": "permission-denied"}))
		changed := {"resources": [object.union(host, {"engineFiles": array.concat(host.engineFiles, [key])})]}
		rule.unknown == wanted with input as changed with data.plimsoll.params as _params("docker")
		count(rule.not_applicable) == 1 - count(wanted) with input as changed with data.plimsoll.params as _params("docker")
	}
}

_unread := {{"target": 1, "key": "host", "fact": "engineFiles", "code": "permission-denied"}}
