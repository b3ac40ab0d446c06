package plimsoll.lib.files_test

import data.plimsoll.lib.files

test_exceeds_compares_bits if {
	every mode in ["0622", "0722", "0657", "0646", "4644", "2644", "1644", "0777"] {
		files.exceeds(mode, "0644")
	}
	files.exceeds("0437", "0440")
}

test_exceeds_nothing_within if {
	every mode in ["0000", "0644", "0600", "0440", "0400", "0204"] {
		not files.exceeds(mode, "0644")
	}
}

test_others if {
	{mode | some mode in _modes; files.others_read(mode)} == {"0004", "0005", "0006", "0007"}
	{mode | some mode in _modes; files.others_write(mode)} == {"0002", "0003", "0006", "0007"}
	{mode | some mode in _groups; files.group_writes(mode)} == {"0020", "0030", "0060", "0070"}
}

_modes := ["0000", "0001", "0002", "0003", "0004", "0005", "0006", "0007"]

_groups := ["0000", "0010", "0020", "0030", "0040", "0050", "0060", "0070"]

test_not_only_root_writes if {
	not files.not_only_root_writes({"uid": 0, "gid": 0, "mode": "0664"})
	not files.not_only_root_writes({"uid": 0, "gid": 42, "mode": "0644"})
	files.not_only_root_writes({"uid": 0, "gid": 42, "mode": "0664"})
	files.not_only_root_writes({"uid": 0, "gid": 0, "mode": "0646"})
	files.not_only_root_writes({"uid": 1000, "gid": 0, "mode": "0600"})
}

test_unread_settings if {
	entry := {"role": "tls-key", "error": "permission-denied"}
	files.unread_settings({"engineFiles": [entry]}) == {"permission-denied"}
	files.unread_settings({"engineFiles": [object.union(entry, {"error": null})]}) == set()
	files.unread_settings({"engineFiles": [object.union(entry, {"role": "socket"})]}) == set()
}
