package plimsoll.lib.auditrules_test

import data.plimsoll.lib.audit

_file := {
	"path": "/etc/docker/daemon.json",
	"realPath": "/etc/docker/daemon.json",
	"exists": true,
	"error": null,
	"type": "file",
}

_folder := {"path": "/etc/docker", "realPath": "/etc/docker", "exists": true, "error": null, "type": "directory"}

_unit := {
	"path": "/usr/lib/systemd/system/docker.service",
	"realPath": "/usr/lib/systemd/system/docker.service",
	"exists": true,
	"error": null,
	"type": "file",
}

_missing(file, rules) := audit.missing(file, rules, "wa")

test_recorded_whole if {
	every rule in [
		"-w /etc/docker/daemon.json -p wa -k docker",
		"-w /etc/docker/daemon.json",
		"-w /etc/docker/ -p rwxa",
		"-w /etc -p wa -k etc",
		"-w / -p wa",
		"-a always,exit -F path=/etc/docker/daemon.json -F perm=wa -F key=docker",
		"-a exit,always -S all -F dir=/etc/docker/ -F perm=wa",
		"-a always,exit -F path=/etc/docker/daemon.json -k docker",
	] {
		_missing(_file, [rule]) == ""
	}
}

test_recorded_in_part_or_not_at_all if {
	every rule in [
		"-w /etc/docker/daemon.json.bak -p wa",
		"-w /etc/dock -p wa",
		"-a always,exit -F path=/etc/docker -F perm=wa",
		"-a always,exit -F path=/etc/docker/daemon.json -F perm=wa -F auid>=1000",
		"-a always,exit -F path=/etc/docker/daemon.json -F perm=wa -F auid!=unset",
		"-a always,exit -F path=/etc/docker/daemon.json -F perm=wa -C auid!=uid",
		"-a always,exit -S openat -F path=/etc/docker/daemon.json -F perm=wa",
		"-a always,exit -F arch=b32 -F path=/etc/docker/daemon.json -F perm=wa",
		"-a always,exit -F arch=b64 -F path=/etc/docker/daemon.json -F perm=wa",
		"-a always,exit -F dir=/etc/docke -F perm=wa",
		"-a always,exit -F path=/etc/docker/daemon.json -F dir=/etc/docker -F perm=wa",
		"-w /etc/dock",
		"-w /etc/docker/daemon.json -pr",
		"-a always,user -F path=/etc/docker/daemon.json",
		"-a never,exit -F path=/etc/docker/daemon.json",
		"-W /etc/docker/daemon.json -p wa",
		"# -w /etc/docker/daemon.json -p wa",
		"-w",
		"",
	] {
		_missing(_file, [rule]) == "wa"
	}
	_missing(_file, ["-w /etc/docker/daemon.json -p rw"]) == "a"
	_missing(_file, []) == "wa"
}

test_permissions_add_up if {
	_missing(_file, ["-w /etc/docker -p w", "-a always,exit -F dir=/etc -F perm=a"]) == ""
}

test_calls_of_both_widths_are_recorded if {
	rules := [rule |
		some width in ["b32", "b64"]
		rule := concat("", ["-a always,exit -F arch=", width, " -F path=/etc/docker/daemon.json -F perm=wa"])
	]
	_missing(_file, rules) == ""
}

test_rule_against_recording_wins_when_earlier if {
	watch := "-w /etc/docker/daemon.json -p wa"
	every rule in [
		"-a never,exit -F dir=/etc/docker",
		"-a exit,never -S all",
		"-a never,exit -F path=/etc/docker/daemon.json -F uid=0",
	] {
		_missing(_file, [rule, watch]) == "wa"
		_missing(_file, [watch, rule]) == ""
	}
	_missing(_file, ["-a never,exit -F dir=/etc/docker-old", watch]) == ""
	_missing(_file, [watch, "-a never,task"]) == "wa"
	_missing(_file, [watch, "-a never,task -F uid=33"]) == ""
	_missing(_file, ["-a always,exit -S all -F key=all", watch]) == ""
}

test_folder_needs_a_rule_on_all_of_it if {
	_missing(_folder, ["-w /etc/docker -p wa"]) == ""
	_missing(_folder, ["-a always,exit -F dir=/etc/docker -F perm=wa"]) == ""
	_missing(_folder, ["-a always,exit -F path=/etc/docker -F perm=wa"]) == "wa"
	_missing(_folder, ["-w /etc/docker/daemon.json -p wa"]) == "wa"
}

test_links_are_resolved if {
	_missing(_unit, ["-w /lib/systemd/system/docker.service -p wa"]) == ""
	_missing(object.union(_file, {"realPath": "/srv/daemon.json"}), ["-w /srv/daemon.json -p wa"]) == ""
	socket := {"path": "/run/containerd/containerd.sock", "realPath": "/run/containerd/containerd.sock", "type": "socket"}
	_missing(object.union(_file, socket), ["-w /var/run/containerd/containerd.sock -p wa"]) == ""
}
