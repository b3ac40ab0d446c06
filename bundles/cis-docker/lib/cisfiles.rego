# METADATA
# description: |
#   What the rules on owners and modes of the files of an engine share. A file here is an entry of the fact engineFiles.
#   A link that leads nowhere counts as absent: what is judged is the file that is used.
package plimsoll.lib.cisfiles

import data.plimsoll.lib.files
import data.plimsoll.lib.result

# METADATA
# description: The finding that a file does not belong to root and root's group; undefined where it does.
foreign(host, file) := result.part(host, file.path, {"file": file.path}, args) if {
	is_there(file)
	_is_foreign(file)
	args := {"path": file.path, "owner": file.owner, "group": file.group}
}

# METADATA
# description: The finding that a file grants more than a mode allows; undefined where it does not.
open(host, file, allowed) := result.part(host, file.path, {"file": file.path}, args) if {
	is_there(file)
	files.exceeds(file.mode, allowed)
	args := {"path": file.path, "mode": file.mode, "allowed": allowed}
}

# METADATA
# description: Whether the file is there.
is_there(file) if {
	file.exists == true
	file.type != "symlink"
}

# METADATA
# description: Whether every one of these files is known to be absent, which is so where there are none.
all_absent(entries) if {
	every file in entries {
		not is_there(file)
		file.error == null
	}
}

# METADATA
# description: |
#   Why owner and mode of a file are not known, as the code of a missing fact; undefined where they are known or the
#   file is known to be absent.
unread(file) := file.error if {
	file.error != null
	not is_there(file)
}

unread(file) := "not-supported" if {
	is_there(file)
	null in {file.uid, file.gid, file.mode}
}

# METADATA
# description: As unread, for a file that the configuration names and that therefore has to be there.
unread_or_gone(file) := unread(file)

unread_or_gone(file) := "vanished" if {
	file.error == null
	not is_there(file)
}

# METADATA
# description: Whether these files are absent and would be known if they were elsewhere.
surely_absent(host, entries) if {
	all_absent(entries)
	count(files.unread_settings(host)) == 0
}

# METADATA
# description: Why it is not known whether absent files are elsewhere, as codes of missing facts.
perhaps_elsewhere(host, entries) := {code |
	all_absent(entries)
	some code in files.unread_settings(host)
}

# METADATA
# description: Whether a unit is masked, which systemd does by a link to the empty device. Nothing starts from it.
is_masked(file) if file.realPath == "/dev/null"

# METADATA
# description: Whether a socket belongs to an engine without privileges, which keeps it in a folder of its user.
is_of_user(file) if startswith(file.path, "/run/user/")

# METADATA
# description: |
#   Regular files below the folder of registry certificates, and entries that stand for what could not be seen there.
registry_files(host) := [file |
	some file in host.engineFiles
	file.role == "registry-certificate"
	_is_regular_or_unread(file)
]

_is_regular_or_unread(file) if file.type == "file"

_is_regular_or_unread(file) if file.error != null

_is_foreign(file) if file.uid != 0

_is_foreign(file) if file.gid != 0
