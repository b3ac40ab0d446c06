# METADATA
# description: What the rules on the audit log share, which is the files meant and whether their use is recorded.
package plimsoll.lib.audit

import data.plimsoll.lib.auditrules

# METADATA
# description: The files with one of the paths, out of the files of container engines.
at(files, paths) := [file | some file in files; file.path in paths]

# METADATA
# description: The files of one role, out of the files of container engines. A masked unit is no file of its own.
with_role(files, role) := [file | some file in files; file.role == role; file.realPath != "/dev/null"]

# METADATA
# description: |
#   A program in /usr/bin, and the same in other folders of programs: which of them runs is not known, so all count.
#   Where /usr/bin has it, /usr/sbin shows the same file on most systems.
programs(files, binaries, name) := array.concat(usual, elsewhere) if {
	usual := at(files, {concat("/", ["/usr/bin", name])})
	elsewhere := [file |
		some binary in binaries
		binary.name == name
		not _is_twin(binary, usual)
		state := {"exists": true, "error": null, "type": "file", "realPath": binary.path}
		file := object.union(state, {"path": binary.path})
	]
}

# METADATA
# description: Whether none of the files is there. A file that could not be looked at is not known to be absent.
are_absent(files) if {
	every file in files {
		file.exists == false
		file.error == null
	}
}

# METADATA
# description: |
#   The letters of the wanted permissions (r, w, x, a) whose use on a file no rule records; "" where all are recorded.
missing(file, rules, wanted) := concat("", [letter | some letter in split(wanted, ""); not letter in recorded]) if {
	recorded := auditrules.recorded(file, rules)
}

# METADATA
# description: Whether files are there and every one of them is recorded with all wanted permissions.
are_recorded(files, rules, wanted) if {
	not are_absent(files)
	every file in files {
		file.error == null
		_is_settled(file, rules, wanted)
	}
}

_is_settled(file, _, _) if file.exists == false

_is_settled(file, rules, wanted) if {
	file.exists == true
	missing(file, rules, wanted) == ""
}

_is_twin(binary, usual) if {
	some file in usual
	binary.path == file.path
}

_is_twin(binary, usual) if {
	some file in usual
	file.exists == true
	binary.path == replace(file.path, "/usr/bin/", "/usr/sbin/")
}
