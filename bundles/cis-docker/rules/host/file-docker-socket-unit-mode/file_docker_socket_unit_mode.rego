# METADATA
# title: Others only read the unit file of the engine's socket
# description: It names the sockets through which the engine takes orders, and who may open them. A link is followed.
# related_resources:
# - ref: https://www.freedesktop.org/software/systemd/man/latest/systemd.unit.html
# custom:
#   severity: high
#   kind: host
#   needs: [engineFiles]
#   message: Mode {mode} of {path} on {name} grants more than {allowed}
#   remediation: Set mode 0644 or less on the unit file.
#   reasons:
#     no-unit: "{name} has no unit for the engine's socket, or it is masked"
#   fixes:
#     shell: chmod 0644 "$(systemctl show --property=FragmentPath --value docker.socket)"
#   aliases:
#     docker-bench: "3.4"
#     inspec: docker-3.4
package plimsoll.rules.host.file_docker_socket_unit_mode

import data.plimsoll.lib.cisfiles
import data.plimsoll.lib.result

violations contains cisfiles.open(host, file, "0644") if {
	some host in input.resources
	some file in _files(host)
}

not_applicable contains result.because(host, "no-unit", {}) if {
	some host in input.resources
	cisfiles.all_absent(_files(host))
}

unknown contains result.unknown(host, "engineFiles", cisfiles.unread(file)) if {
	some host in input.resources
	some file in _files(host)
}

_files(host) := [file |
	some file in host.engineFiles
	file.role == "socket-unit"
	not cisfiles.is_masked(file)
]
