# METADATA
# title: Others only read and enter the folder of the engine's configuration
# description: Whoever can put a file there configures the engine and the registries it believes. A link is followed.
# related_resources:
# - ref: https://docs.docker.com/reference/cli/dockerd/#daemon-configuration-file
# custom:
#   severity: high
#   kind: host
#   needs: [engineFiles]
#   message: Mode {mode} of {path} on {name} grants more than {allowed}
#   remediation: Set mode 0755 or less on the folder.
#   reasons:
#     no-folder: "{name} has no folder /etc/docker"
#   fixes:
#     shell: chmod 0755 /etc/docker
#   aliases:
#     docker-bench: "3.6"
#     inspec: docker-3.6
package plimsoll.rules.host.file_etc_docker_mode

import data.plimsoll.lib.cisfiles
import data.plimsoll.lib.result

violations contains cisfiles.open(host, file, "0755") if {
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
