package plimsoll.rules.container.container_docker_socket_mount_test

import data.plimsoll.rules.container.container_docker_socket_mount as rule

_container(type, source) := {"resources": [{
	"target": 1,
	"key": "web",
	"mounts": [{
		"type": type,
		"source": source,
		"destination": "/mounted",
		"volume": null,
		"driver": null,
		"driverOptions": [],
		"readOnly": true,
		"propagation": null,
	}],
	"engine": {"sockets": ["/var/run/docker.sock"]},
}]}

_params := {"plimsoll": {"controlSockets": ["/run/containerd/containerd.sock", "/run/crio/crio.sock"]}}

_finding(path, sockets) := {
	"target": 1,
	"key": "web",
	"part": "/mounted",
	"location": {"pointer": "/mounts"},
	"args": {"path": path, "sockets": sockets},
}

test_fail_socket_itself if {
	wanted := {_finding("/run/docker.sock", ["/run/docker.sock"])}
	rule.violations == wanted with input as _container("bind", "/run/docker.sock") with data.plimsoll.params as _params
	rule.violations == wanted with input as _container("bind", "/var/run/docker.sock") with data.plimsoll.params as _params
}

test_fail_folder_above if {
	every path in ["/", "/run"] {
		rule.violations == {_finding(path, ["/run/docker.sock"])} with input as _container("bind", path)
			with data.plimsoll.params as _params
	}
}

test_fail_other_control_socket if {
	wanted := {_finding("/run/containerd", ["/run/containerd/containerd.sock"])}
	rule.violations == wanted with input as _container("bind", "/run/containerd") with data.plimsoll.params as _params
}

test_pass_other_paths if {
	every path in ["/run/docker.sock.bak", "/run/docker", "/srv/data", "/var"] {
		rule.violations == set() with input as _container("bind", path) with data.plimsoll.params as _params
	}
}

test_pass_no_bind if {
	rule.violations == set() with input as _container("volume", "/var/lib/docker/volumes/a/_data")
		with data.plimsoll.params as _params
	rule.violations == set() with input as _container("tmpfs", null) with data.plimsoll.params as _params
}
