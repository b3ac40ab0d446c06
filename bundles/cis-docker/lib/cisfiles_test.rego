package plimsoll.lib.cisfiles_test

import data.plimsoll.lib.cisfiles

_host := {"target": 1, "key": "host"}

_file(change) := object.union(
	{
		"path": "/etc/x",
		"exists": true,
		"owner": "root",
		"uid": 0,
		"group": "root",
		"gid": 0,
		"mode": "0644",
		"type": "file",
		"error": null,
		"role": "configuration",
		"realPath": "/etc/x",
	},
	change,
)

_nothing := {
	"exists": false,
	"owner": null,
	"uid": null,
	"group": null,
	"gid": null,
	"mode": null,
	"type": null,
	"realPath": null,
}

test_foreign_says_whose if {
	every change in [{"uid": 1000, "owner": "alice"}, {"gid": 999, "group": "docker"}] {
		file := _file(change)
		cisfiles.foreign(_host, file) == {
			"target": 1,
			"key": "host",
			"part": "/etc/x",
			"location": {"file": "/etc/x"},
			"args": {"path": "/etc/x", "owner": file.owner, "group": file.group},
		}
	}
}

test_foreign_not_for_root_or_nothing if {
	not cisfiles.foreign(_host, _file({}))
	not cisfiles.foreign(_host, _file(_nothing))
	not cisfiles.foreign(_host, _file({"type": "symlink", "uid": 1000}))
}

test_open_judges_bits if {
	every mode in ["0622", "0722", "0437", "0657", "4644", "2644", "1644", "0645"] {
		cisfiles.open(_host, _file({"mode": mode}), "0644").args == {"path": "/etc/x", "mode": mode, "allowed": "0644"}
	}
	every mode in ["0644", "0600", "0444", "0000"] {
		not cisfiles.open(_host, _file({"mode": mode}), "0644")
	}
}

test_open_not_for_what_leads_nowhere if {
	not cisfiles.open(_host, _file({"type": "symlink", "mode": "0777"}), "0644")
}

test_all_absent if {
	cisfiles.all_absent([])
	cisfiles.all_absent([_file(_nothing), _file({"type": "symlink", "mode": "0777"})])
	not cisfiles.all_absent([_file(_nothing), _file({})])
	not cisfiles.all_absent([_file(object.union(_nothing, {"error": "permission-denied"}))])
}

test_unread if {
	cisfiles.unread(_file(object.union(_nothing, {"error": "permission-denied"}))) == "permission-denied"
	cisfiles.unread(_file({"mode": null})) == "not-supported"
	cisfiles.unread(_file({"gid": null})) == "not-supported"
	not cisfiles.unread(_file({}))
	not cisfiles.unread(_file(_nothing))
}

test_unread_not_for_known_state_with_unread_content if {
	not cisfiles.unread(_file({"error": "permission-denied"}))
}

test_unread_or_gone if {
	cisfiles.unread_or_gone(_file(_nothing)) == "vanished"
	cisfiles.unread_or_gone(_file({"type": "symlink"})) == "vanished"
	cisfiles.unread_or_gone(_file(object.union(_nothing, {"error": "timeout"}))) == "timeout"
	not cisfiles.unread_or_gone(_file({}))
}

test_masked_and_of_user if {
	cisfiles.is_masked(_file({"realPath": "/dev/null"}))
	not cisfiles.is_masked(_file(_nothing))
	cisfiles.is_of_user(_file({"path": "/run/user/1000/docker.sock"}))
	not cisfiles.is_of_user(_file({"path": "/run/docker.sock"}))
}

test_registry_files if {
	certificate := _file({"role": "registry-certificate"})
	unread := object.union(certificate, object.union(_nothing, {"error": "permission-denied"}))
	others := [_file({}), object.union(certificate, {"type": "directory"}), object.union(certificate, {"type": "symlink"})]
	cisfiles.registry_files({"engineFiles": array.concat([certificate, unread], others)}) == [certificate, unread]
}

test_absent_means_nothing_where_settings_are_unread if {
	key := _file(object.union(_nothing, {"role": "tls-key", "error": "permission-denied"}))
	gone := [_file(_nothing)]
	cisfiles.perhaps_elsewhere({"engineFiles": [key]}, gone) == {"permission-denied"}
	cisfiles.perhaps_elsewhere({"engineFiles": [key]}, [_file({})]) == set()
	not cisfiles.surely_absent({"engineFiles": [key]}, gone)
}

test_surely_absent if {
	key := _file({"role": "tls-key"})
	cisfiles.surely_absent({"engineFiles": [key]}, [_file(_nothing)])
	cisfiles.perhaps_elsewhere({"engineFiles": [key]}, [_file(_nothing)]) == set()
	not cisfiles.surely_absent({"engineFiles": [key]}, [_file({})])
}
