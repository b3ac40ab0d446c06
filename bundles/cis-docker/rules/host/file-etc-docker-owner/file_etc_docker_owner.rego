# METADATA
# title: The folder of the engine's configuration belongs to root and root's group
# description: Whoever can put a file there configures the engine and the registries it believes. A link is followed.
# related_resources:
# - ref: https://docs.docker.com/reference/cli/dockerd/#daemon-configuration-file
# custom:
#   severity: high
#   kind: host
#   needs: [engineFiles]
#   message: "{path} on {name} belongs to {owner} and group {group} instead of root and root"
#   remediation: Give the folder to root and root's group.
#   reasons:
#     no-folder: "{name} has no folder /etc/docker"
#   fixes:
#     shell: chown root:root /etc/docker
#   aliases:
#     docker-bench: "3.5"
#     inspec: docker-3.5
package plimsoll.rules.host.file_etc_docker_owner

import data.plimsoll.lib.cisfiles
import data.plimsoll.lib.result

violations contains cisfiles.foreign(host, file) if {
	some host in input.resources
	some file in _files(host)
}

not_applicable contains result.because(host, "no-folder", {}) if {
	some host in input.resources
	cisfiles.all_absent(_files(host))
}

unknown contains result.unknown(host, "engineFiles", cisfiles.unread(file)) if {
	some host in input.resources
	some file in _files(host)
}

_files(host) := [file |
	some file in host.engineFiles
	file.path == "/etc/docker"
]
