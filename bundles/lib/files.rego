# METADATA
# description: |
#   Modes and owners of files. A mode is an octal string of four digits ("0644"); it is judged bit by bit and never
#   compared as a number, for 0622 is less than 0644 and still lets everybody write.
package plimsoll.lib.files

# METADATA
# description: Whether a mode grants anything, setuid, setgid and sticky included, that the allowed mode does not.
exceeds(mode, allowed) if {
	some place in [0, 1, 2, 3]
	bits.and(_digit(mode, place), 7 - _digit(allowed, place)) != 0
}

# METADATA
# description: Whether others (everybody but owner and group) may read.
others_read(mode) if substring(mode, 3, 1) in {"4", "5", "6", "7"}

# METADATA
# description: Whether others (everybody but owner and group) may write. For a socket this means to connect.
others_write(mode) if substring(mode, 3, 1) in {"2", "3", "6", "7"}

# METADATA
# description: Whether the group may write.
group_writes(mode) if substring(mode, 2, 1) in {"2", "3", "6", "7"}

# METADATA
# description: |
#   Whether somebody besides root can change the file: another owner, a group other than root's that may write, or
#   everybody. The argument is the state of a file that exists and could be read.
not_only_root_writes(file) if file.uid != 0

not_only_root_writes(file) if {
	file.gid != 0
	group_writes(file.mode)
}

not_only_root_writes(file) if others_write(file.mode)

# METADATA
# description: |
#   Why the settings of an engine on a host could not be read, as codes of missing facts. Then the places of its socket
#   and its configuration are not known either, and that they are not at the usual place means nothing. It shows in the
#   entries of the fact engineFiles that stand for its keys, which the settings name.
unread_settings(host) := {file.error |
	some file in host.engineFiles
	file.role == "tls-key"
	file.error != null
}

_digit(mode, place) := indexof("01234567", substring(mode, place, 1))
