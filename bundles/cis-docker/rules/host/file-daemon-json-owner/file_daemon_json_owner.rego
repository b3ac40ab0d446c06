# METADATA
# title: The engine's configuration file belongs to root and root's group
# description: Every protection of the engine can be switched off in it. A link is followed.
# related_resources:
# - ref: https://docs.docker.com/reference/cli/dockerd/#daemon-configuration-file
# custom:
#   severity: high
#   kind: host
#   needs: [engineFiles]
#   message: "{path} on {name} belongs to {owner} and group {group} instead of root and root"
#   remediation: Give the file to root and root's group.
#   reasons:
#     no-file: "{name} has no configuration file of the engine"
#   fixes:
#     shell: chown root:root /etc/docker/daemon.json
#   aliases:
#     docker-bench: "3.17"
#     inspec: docker-3.17
package plimsoll.rules.host.file_daemon_json_owner

import data.plimsoll.lib.cisfiles
import data.plimsoll.lib.result

violations contains cisfiles.foreign(host, file) if {
	some host in input.resources
	some file in _files(host)
}

not_applicable contains result.because(host, "no-file", {}) if {
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
	file.role == "configuration"
	file.path != "/etc/containerd/config.toml"
]
