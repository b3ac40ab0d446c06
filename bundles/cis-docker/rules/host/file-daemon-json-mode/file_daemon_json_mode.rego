# METADATA
# title: Others only read the engine's configuration file
# description: Every protection of the engine can be switched off in it. A link is followed.
# related_resources:
# - ref: https://docs.docker.com/reference/cli/dockerd/#daemon-configuration-file
# custom:
#   severity: high
#   kind: host
#   needs: [engineFiles]
#   message: Mode {mode} of {path} on {name} grants more than {allowed}
#   remediation: Set mode 0644 or less on the file.
#   reasons:
#     no-file: "{name} has no configuration file of the engine"
#   fixes:
#     shell: chmod 0644 /etc/docker/daemon.json
#   aliases:
#     docker-bench: "3.18"
#     inspec: docker-3.18
package plimsoll.rules.host.file_daemon_json_mode

import data.plimsoll.lib.cisfiles
import data.plimsoll.lib.result

violations contains cisfiles.open(host, file, "0644") if {
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
