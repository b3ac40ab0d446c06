# METADATA
# description: Paths of the host that containers see. Paths are compared by whole components, never as text.
package plimsoll.lib.mounts

# METADATA
# description: |
#   One spelling of an absolute path: no doubled or trailing slash, no "." component, and /var/run as /run, which is
#   what it links to wherever container engines run.
canonical(path) := concat("/", array.concat([""], _without_var(components))) if {
	components := [component | some component in split(path, "/"); not component in {"", "."}]
	count(components) > 0
}

canonical(path) := "/" if {
	every component in split(path, "/") { component in {"", "."} }
}

# METADATA
# description: Whether a canonical path is the folder or lies below it. Nothing but "/" itself is within "/".
is_within(path, folder) if path == folder

is_within(path, folder) if startswith(path, concat("", [folder, "/"]))

# METADATA
# description: Whether a canonical path is the target or a folder above it; "/" is above everything.
reaches(path, target) if is_within(target, path)

reaches("/", _)

# METADATA
# description: The folder or file of the host behind a mount, canonical; undefined where it is none of the host's own.
host_path(mount) := canonical(mount.source) if {
	mount.type == "bind"
	mount.source != null
}

# A volume of the local driver can be a bind in disguise: options o=bind and device=PATH.
host_path(mount) := canonical(device.value) if {
	mount.type == "volume"
	some device in mount.driverOptions
	device.name == "device"
	startswith(device.value, "/")
	some option in mount.driverOptions
	option.name == "o"
	"bind" in {word | some text in split(option.value, ","); word := trim_space(text)}
}

_without_var(components) := array.slice(components, 1, count(components)) if {
	components[0] == "var"
	components[1] == "run"
} else := components
