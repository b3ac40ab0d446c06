# METADATA
# title: Others only read the engine's environment file in /etc/default
# description: Start scripts and units take options of the engine from it. A link is followed.
# related_resources:
# - ref: https://docs.docker.com/reference/cli/dockerd/#daemon-configuration-file
# custom:
#   severity: medium
#   kind: host
#   needs: [engineFiles]
#   message: Mode {mode} of {path} on {name} grants more than {allowed}
#   remediation: Set mode 0644 or less on the file.
#   reasons:
#     no-file: "{name} has no file /etc/default/docker"
#   fixes:
#     shell: chmod 0644 /etc/default/docker
#   aliases:
#     docker-bench: "3.20"
#     inspec: docker-3.20
package plimsoll.rules.host.file_etc_default_docker_mode

import data.plimsoll.lib.cisfiles
import data.plimsoll.lib.result

violations contains cisfiles.open(host, file, "0644") if {
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
