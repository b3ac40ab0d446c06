# METADATA
# title: The socket of containerd belongs to root and root's group
# description: Through this socket containers are started without asking the engine above it.
# related_resources:
# - ref: https://github.com/containerd/containerd/blob/main/docs/ops.md
# custom:
#   severity: high
#   kind: host
#   needs: [engineFiles]
#   message: "{path} on {name} belongs to {owner} and group {group} instead of root and root"
#   remediation: Give the socket to root and root's group.
#   reasons:
#     no-socket: "{name} has no socket of containerd"
#   fixes:
#     shell: chown root:root /run/containerd/containerd.sock
#   aliases:
#     docker-bench: "3.23"
package plimsoll.rules.host.file_containerd_sock_owner

import data.plimsoll.lib.cisfiles
import data.plimsoll.lib.result

violations contains cisfiles.foreign(host, file) if {
	some host in input.resources
	some file in _files(host)
}

not_applicable contains result.because(host, "no-socket", {}) if {
	some host in input.resources
	cisfiles.surely_absent(host, _files(host))
}

unknown contains result.unknown(host, "engineFiles", cisfiles.unread(file)) if {
	some host in input.resources
	some file in _files(host)
}

# Its path is in the settings: where those are unread, it may be elsewhere.
unknown contains result.unknown(host, "engineFiles", code) if {
	some host in input.resources
	some code in cisfiles.perhaps_elsewhere(host, _files(host))
}

_files(host) := [file |
	some file in host.engineFiles
	file.role == "containerd-socket"
]
