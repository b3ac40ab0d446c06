# METADATA
# title: The CA certificate that the engine checks clients with belongs to root and root's group
# description: |
#   Whoever replaces this certificate decides which clients the engine lets in. A file that is configured and not
#   there leaves the question open.
# related_resources:
# - ref: https://docs.docker.com/engine/security/protect-access/
# custom:
#   severity: medium
#   kind: host
#   needs: [engineFiles]
#   message: "{path} on {name} belongs to {owner} and group {group} instead of root and root"
#   remediation: Give the file to root and root's group.
#   reasons:
#     no-tls: "No engine of {name} is set up for TLS"
#   fixes:
#     shell: chown root:root /etc/docker/ca.pem
#   aliases:
#     docker-bench: "3.9"
#     inspec: docker-3.9
package plimsoll.rules.host.file_tls_ca_cert_owner

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
	file.role == "tls-ca"
]
