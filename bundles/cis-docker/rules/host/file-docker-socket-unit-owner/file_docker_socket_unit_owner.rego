# METADATA
# title: The unit file of the engine's socket belongs to root and root's group
# description: It names the sockets through which the engine takes orders, and who may open them. A link is followed.
# related_resources:
# - ref: https://www.freedesktop.org/software/systemd/man/latest/systemd.unit.html
# custom:
#   severity: high
#   kind: host
#   needs: [engineFiles]
#   message: "{path} on {name} belongs to {owner} and group {group} instead of root and root"
#   remediation: Give the unit file to root and root's group.
#   reasons:
#     no-unit: "{name} has no unit for the engine's socket, or it is masked"
#   fixes:
#     shell: chown root:root "$(systemctl show --property=FragmentPath --value docker.socket)"
#   aliases:
#     docker-bench: "3.3"
#     inspec: docker-3.3
package plimsoll.rules.host.file_docker_socket_unit_owner

import data.plimsoll.lib.cisfiles
import data.plimsoll.lib.result

violations contains cisfiles.foreign(host, file) if {
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
