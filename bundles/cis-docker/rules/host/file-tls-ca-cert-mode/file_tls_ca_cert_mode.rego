# METADATA
# title: The CA certificate that the engine checks clients with is read-only for everybody
# description: |
#   Whoever replaces this certificate decides which clients the engine lets in. A file that is configured and not
#   there leaves the question open.
# related_resources:
# - ref: https://docs.docker.com/engine/security/protect-access/
# custom:
#   severity: low
#   kind: host
#   needs: [engineFiles]
#   message: Mode {mode} of {path} on {name} grants more than {allowed}
#   remediation: Set mode 0444 or less on the file.
#   reasons:
#     no-tls: "No engine of {name} is set up for TLS"
#   fixes:
#     shell: chmod 0444 /etc/docker/ca.pem
#   aliases:
#     docker-bench: "3.10"
#     inspec: docker-3.10
package plimsoll.rules.host.file_tls_ca_cert_mode

import data.plimsoll.lib.cisfiles
import data.plimsoll.lib.result

violations contains cisfiles.open(host, file, "0444") if {
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
