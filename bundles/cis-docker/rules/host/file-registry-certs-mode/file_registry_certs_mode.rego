# METADATA
# title: Certificates kept for registries are read-only for everybody, and keys are read by their owner alone
# description: |
#   Certificates are judged with 0444. A private key is judged with 0400: whoever reads it can pull and push in the
#   engine's name.
# related_resources:
# - ref: https://docs.docker.com/engine/security/certificates/
# custom:
#   severity: low
#   kind: host
#   needs: [engineFiles]
#   message: Mode {mode} of {path} on {name} grants more than {allowed}
#   remediation: Set mode 0444 or less on certificates and 0400 or less on keys.
#   reasons:
#     no-certificates: "{name} keeps no certificates for registries"
#   parameters:
#     certSuffixes:
#       title: How names of certificates end; .key is a private key always
#       schema: { type: array, items: { type: string, pattern: "^\\." }, minItems: 1 }
#       default: [.cert, .crt, .pem]
#       direction: fewer-is-looser
#   fixes:
#     shell: |
#       find /etc/docker/certs.d -type f -name '*.crt' -exec chmod 0444 {} +
#       find /etc/docker/certs.d -type f -name '*.key' -exec chmod 0400 {} +
#   aliases:
#     docker-bench: "3.8"
#     inspec: docker-3.8
package plimsoll.rules.host.file_registry_certs_mode

import data.plimsoll.lib.cisfiles
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/file-registry-certs-mode"]

violations contains cisfiles.open(host, file, _allowed(file.path)) if {
	some host in input.resources
	some file in cisfiles.registry_files(host)
}

not_applicable contains result.because(host, "no-certificates", {}) if {
	some host in input.resources
	every file in cisfiles.registry_files(host) {
		file.error == null
		not _allowed(file.path)
	}
}

unknown contains result.unknown(host, "engineFiles", cisfiles.unread(file)) if {
	some host in input.resources
	some file in cisfiles.registry_files(host)
}

_allowed(path) := "0400" if endswith(path, ".key")

_allowed(path) := "0444" if {
	not endswith(path, ".key")
	strings.any_suffix_match(path, _params.certSuffixes)
}
