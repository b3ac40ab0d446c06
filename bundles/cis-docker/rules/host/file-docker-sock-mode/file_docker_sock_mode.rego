# METADATA
# title: Only its owner and group may open the socket of the engine
# description: Whoever may open this socket can start a container that owns the host.
# related_resources:
# - ref: https://docs.docker.com/engine/security/#docker-daemon-attack-surface
# custom:
#   severity: critical
#   kind: host
#   needs: [engineFiles]
#   message: Mode {mode} of {path} on {name} grants more than {allowed}
#   remediation: Set mode 0660 or less on the socket.
#   reasons:
#     no-socket: "{name} has no socket of an engine that runs as root"
#   fixes:
#     shell: chmod 0660 /var/run/docker.sock
#   aliases:
#     docker-bench: "3.16"
#     inspec: docker-3.16
package plimsoll.rules.host.file_docker_sock_mode

import data.plimsoll.lib.cisfiles
import data.plimsoll.lib.result

violations contains cisfiles.open(host, file, "0660") if {
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
	file.role == "socket"
	not cisfiles.is_of_user(file)
]
