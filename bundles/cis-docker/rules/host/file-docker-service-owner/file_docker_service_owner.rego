# METADATA
# title: The unit file of the engine belongs to root and root's group
# description: systemd starts as root whatever this file says. A link is followed.
# related_resources:
# - ref: https://www.freedesktop.org/software/systemd/man/latest/systemd.unit.html
# custom:
#   severity: high
#   kind: host
#   needs: [engineFiles]
#   message: "{path} on {name} belongs to {owner} and group {group} instead of root and root"
#   remediation: Give the unit file to root and root's group.
#   reasons:
#     no-unit: "{name} has no unit of the engine, or it is masked"
#   fixes:
#     shell: chown root:root "$(systemctl show --property=FragmentPath --value docker.service)"
#   aliases:
#     docker-bench: "3.1"
#     inspec: docker-3.1
package plimsoll.rules.host.file_docker_service_owner

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
	file.role == "unit"
	not cisfiles.is_masked(file)
]
