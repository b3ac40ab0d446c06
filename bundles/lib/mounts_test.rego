package plimsoll.lib.mounts_test

import data.plimsoll.lib.mounts

_spellings := {
	"/": "/",
	"//": "/",
	"/./": "/",
	"/etc/": "/etc",
	"/etc//docker/./x": "/etc/docker/x",
	"/var/run": "/run",
	"/var/run/docker.sock": "/run/docker.sock",
	"/var/running": "/var/running",
	"/var": "/var",
}

test_canonical if {
	every path, wanted in _spellings { mounts.canonical(path) == wanted }
}

test_within_takes_whole_components if {
	mounts.is_within("/etc", "/etc")
	mounts.is_within("/etc/docker", "/etc")
	not mounts.is_within("/etcetera", "/etc")
	not mounts.is_within("/", "/etc")
	not mounts.is_within("/etc", "/")
}

test_reaches if {
	every path in ["/", "/run", "/run/docker.sock"] { mounts.reaches(path, "/run/docker.sock") }
	every path in ["/run/docker", "/run/docker.sock.bak", "/var"] { not mounts.reaches(path, "/run/docker.sock") }
}

test_host_path_of_binds if {
	mounts.host_path({"type": "bind", "source": "/var/run/", "driverOptions": []}) == "/run"
	not mounts.host_path({"type": "tmpfs", "source": null, "driverOptions": []})
	not mounts.host_path({"type": "volume", "source": "/var/lib/docker/volumes/a/_data", "driverOptions": []})
}

test_host_path_of_disguised_binds if {
	mounts.host_path(_volume("rw,bind", "/etc")) == "/etc"
	not mounts.host_path(_volume("addr=files.example.org", ":/export"))
	not mounts.host_path(_volume("rebind", "/etc"))
}

_volume(options, device) := {
	"type": "volume",
	"source": "/var/lib/docker/volumes/a/_data",
	"driverOptions": [{"name": "device", "value": device}, {"name": "o", "value": options}],
}
