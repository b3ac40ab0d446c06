# METADATA
# title: The engine's private key belongs to root and root's group
# description: |
#   Whoever reads this key can pass for the engine towards every client. A file that is configured and not there
#   leaves the question open.
# related_resources:
# - ref: https://docs.docker.com/engine/security/protect-access/
# custom:
#   severity: high
#   kind: host
#   needs: [engineFiles]
#   message: "{path} on {name} belongs to {owner} and group {group} instead of root and root"
#   remediation: Give the file to root and root's group.
#   reasons:
#     no-tls: "No engine of {name} is set up for TLS"
#   fixes:
#     shell: chown root:root /etc/docker/server-key.pem
#   aliases:
#     docker-bench: "3.13"
#     inspec: docker-3.13
package plimsoll.rules.host.file_tls_server_key_owner

import data.plimsoll.lib.cisfiles
import data.plimsoll.lib.result

violations contains cisfiles.foreign(host, file) if {
	some host in input.resources
	some file in _files(host)
}

not_applicable contains result.because(host, "no-tls", {}) if {
	some host in input.resources
	count(_files(host)) == 0
}

unknown contains result.unknown(host, "engineFiles", cisfiles.unread_or_gone(file)) if {
	some host in input.resources
	some file in _files(host)
}

_files(host) := [file |
	some file in host.engineFiles
	file.role == "tls-key"
]
