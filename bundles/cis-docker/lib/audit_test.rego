package plimsoll.lib.audit_test

import data.plimsoll.lib.audit

_file := {
	"path": "/etc/docker/daemon.json",
	"realPath": "/etc/docker/daemon.json",
	"exists": true,
	"error": null,
	"type": "file",
}

_unit := {
	"path": "/usr/lib/systemd/system/docker.service",
	"realPath": "/usr/lib/systemd/system/docker.service",
	"exists": true,
	"error": null,
	"type": "file",
}

_absent := {"path": "/usr/bin/dockerd", "realPath": null, "exists": false, "error": null, "type": null}

test_absent if {
	audit.are_absent([])
	audit.are_absent([_absent])
	not audit.are_absent([_absent, _file])
	not audit.are_absent([object.union(_absent, {"error": "permission-denied"})])
}

test_all_recorded if {
	rules := ["-w /etc/docker -p wa"]
	audit.are_recorded([_absent, _file], rules, "wa")
	not audit.are_recorded([_file, _unit], rules, "wa")
	not audit.are_recorded([object.union(_file, {"exists": null})], rules, "wa")
	not audit.are_recorded([_absent], rules, "wa")
	not audit.are_recorded([_file, object.union(_absent, {"error": "permission-denied"})], rules, "wa")
}

test_programs_elsewhere_count if {
	usual := object.union(_absent, {"exists": true})
	paths := ["/usr/bin/dockerd", "/usr/local/bin/dockerd", "/usr/sbin/dockerd"]
	found := [{"name": "dockerd", "path": path} | some path in paths]
	_paths([usual], found) == ["/usr/bin/dockerd", "/usr/local/bin/dockerd"]
	_paths([_absent], found) == ["/usr/bin/dockerd", "/usr/local/bin/dockerd", "/usr/sbin/dockerd"]
	_paths([usual], [{"name": "containerd", "path": "/opt/bin/containerd"}]) == ["/usr/bin/dockerd"]
}

_paths(files, found) := [file.path | some file in audit.programs(files, found, "dockerd")]

test_masked_unit_is_no_file if {
	audit.with_role([object.union(_unit, {"role": "unit", "realPath": "/dev/null"})], "unit") == []
	count(audit.with_role([object.union(_unit, {"role": "unit"})], "unit")) == 1
}
