# METADATA
# title: The engine's environment file in /etc/default belongs to root and root's group
# description: Start scripts and units take options of the engine from it. A link is followed.
# related_resources:
# - ref: https://docs.docker.com/reference/cli/dockerd/#daemon-configuration-file
# custom:
#   severity: medium
#   kind: host
#   needs: [engineFiles]
#   message: "{path} on {name} belongs to {owner} and group {group} instead of root and root"
#   remediation: Give the file to root and root's group.
#   reasons:
#     no-file: "{name} has no file /etc/default/docker"
#   fixes:
#     shell: chown root:root /etc/default/docker
#   aliases:
#     docker-bench: "3.19"
#     inspec: docker-3.19
package plimsoll.rules.host.file_etc_default_docker_owner

import data.plimsoll.lib.cisfiles
import data.plimsoll.lib.result

violations contains cisfiles.foreign(host, file) if {
	some host in input.resources
	some file in _files(host)
}

not_applicable contains result.because(host, "no-file", {}) if {
	some host in input.resources
	cisfiles.all_absent(_files(host))
}

unknown contains result.unknown(host, "engineFiles", cisfiles.unread(file)) if {
	some host in input.resources
	some file in _files(host)
}

_files(host) := [file |
	some file in host.engineFiles
	file.path == "/etc/default/docker"
]
