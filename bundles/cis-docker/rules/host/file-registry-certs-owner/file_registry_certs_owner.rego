# METADATA
# title: Certificates and keys kept for registries belong to root and root's group
# description: |
#   The engine believes a registry by these files and shows itself to it with them. Every regular file at any depth below
#   certs.d counts that ends as the parameter says.
# related_resources:
# - ref: https://docs.docker.com/engine/security/certificates/
# custom:
#   severity: medium
#   kind: host
#   needs: [engineFiles]
#   message: "{path} on {name} belongs to {owner} and group {group} instead of root and root"
#   remediation: Give the files to root and root's group.
#   reasons:
#     no-certificates: "{name} keeps no certificates for registries"
#   parameters:
#     certSuffixes:
#       title: How names of certificates and keys end
#       schema: { type: array, items: { type: string, pattern: "^\\." }, minItems: 1 }
#       default: [.cert, .crt, .key, .pem]
#       direction: fewer-is-looser
#   fixes:
#     shell: chown -R root:root /etc/docker/certs.d
#   aliases:
#     docker-bench: "3.7"
#     inspec: docker-3.7
package plimsoll.rules.host.file_registry_certs_owner

import data.plimsoll.lib.cisfiles
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/file-registry-certs-owner"]

violations contains cisfiles.foreign(host, file) if {
	some host in input.resources
	some file in cisfiles.registry_files(host)
	strings.any_suffix_match(file.path, _params.certSuffixes)
}

not_applicable contains result.because(host, "no-certificates", {}) if {
	some host in input.resources
	every file in cisfiles.registry_files(host) {
		file.error == null
		not strings.any_suffix_match(file.path, _params.certSuffixes)
	}
}

unknown contains result.unknown(host, "engineFiles", cisfiles.unread(file)) if {
	some host in input.resources
	some file in cisfiles.registry_files(host)
}
