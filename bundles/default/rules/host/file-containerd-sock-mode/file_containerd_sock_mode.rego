# METADATA
# title: Only its owner and group may open the socket of containerd
# description: Through this socket containers are started without asking the engine above it.
# related_resources:
# - ref: https://github.com/containerd/containerd/blob/main/docs/ops.md
# custom:
#   severity: critical
#   kind: host
#   needs: [engineFiles]
#   message: Mode {mode} of {path} lets others on {name} open it
#   remediation: Set mode 0660 or less on the socket.
#   reasons:
#     no-socket: "{name} has no socket of containerd"
#   fixes:
#     shell: chmod 0660 /run/containerd/containerd.sock
#   aliases:
#     docker-bench: "3.24"
package plimsoll.rules.host.file_containerd_sock_mode

import data.plimsoll.lib.files
import data.plimsoll.lib.result

violations contains result.part(host, socket.path, {"file": socket.path}, args) if {
	some host in input.resources
	some socket in host.engineFiles
	socket.role == "containerd-socket"
	socket.exists == true
	files.exceeds(socket.mode, "0660")
	args := {"path": socket.path, "mode": socket.mode}
}

not_applicable contains result.because(host, "no-socket", {}) if {
	some host in input.resources
	_none_seen(host)
	count(files.unread_settings(host)) == 0
}

unknown contains result.unknown(host, "engineFiles", socket.error) if {
	some host in input.resources
	some socket in host.engineFiles
	socket.role == "containerd-socket"
	socket.error != null
}

# Its path is in the settings of the engine: where those are unread, it may be elsewhere.
unknown contains result.unknown(host, "engineFiles", code) if {
	some host in input.resources
	_none_seen(host)
	some code in files.unread_settings(host)
}

_none_seen(host) if {
	every file in host.engineFiles { not _is_there_or_unknown(file) }
}

_is_there_or_unknown(file) if {
	file.role == "containerd-socket"
	file.exists == true
}

_is_there_or_unknown(file) if {
	file.role == "containerd-socket"
	file.error != null
}
