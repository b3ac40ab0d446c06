# METADATA
# title: Pulls on the host accept only images whose signature was verified
# description: |
#   The variable DOCKER_CONTENT_TRUST counts where every login reads it, and every place that sets it must switch it on.
#   The mechanism is being retired; where another gate verifies signatures, name it and a person decides.
# related_resources:
# - ref: https://docs.docker.com/engine/security/trust/
# custom:
#   severity: medium
#   kind: host
#   needs: [files]
#   message:
#     not-set: "{name} sets DOCKER_CONTENT_TRUST for no login"
#     off: "{path} on {name} switches DOCKER_CONTENT_TRUST off"
#   question: "Does {gate} verify the signature of every image that {name} pulls, and refuse the others?"
#   remediation: Set DOCKER_CONTENT_TRUST=1 in /etc/environment, or verify signatures with cosign or notation and name that.
#   parameters:
#     otherSignatureEnforcement:
#       title: What else verifies signatures before an image is used; null is nothing
#       schema: { type: [string, "null"], minLength: 1 }
#       default: null
#   fixes:
#     shell: echo DOCKER_CONTENT_TRUST=1 >> /etc/environment
#   aliases:
#     docker-bench: "4.5"
#     dockle: CIS-DI-0005
#     inspec: docker-4.5
package plimsoll.rules.host.host_content_trust_enabled

import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/host-content-trust-enabled"]

violations contains result.fail(host, {"code": "not-set"}) if {
	is_null(_params.otherSignatureEnforcement)
	some host in input.resources
	not _is_set(host)
}

violations contains result.part(host, file.path, {"file": file.path}, {"code": "off", "path": file.path}) if {
	is_null(_params.otherSignatureEnforcement)
	some host in input.resources
	some file in _off(host)
}

unknown contains result.unknown(host, "files", file.error) if {
	some host in input.resources
	some file in host.files
	_is_read_by_logins(file.path)
	file.error != null
}

# A snapshot that was made without this bundle says nothing about the file.
unknown contains result.unknown(host, "files", "not-requested") if {
	some host in input.resources
	every file in host.files { file.path != "/etc/environment" }
}

review contains result.ask(host, {"gate": _params.otherSignatureEnforcement}) if {
	is_string(_params.otherSignatureEnforcement)
	some host in input.resources
	not _is_on(host)
}

_is_on(host) if {
	_is_set(host)
	count(_off(host)) == 0
}

_is_set(host) if {
	some file in host.files
	some match in file.matches
	match.name == "dockerContentTrust"
	count(match.values) > 0
}

_off(host) := [file |
	some file in host.files
	some match in file.matches
	match.name == "dockerContentTrust"
	some value in match.values
	not value in {"1", "t", "T", "true", "TRUE", "True"}
]

_is_read_by_logins(path) if path in {"/etc/environment", "/etc/profile"}

_is_read_by_logins(path) if startswith(path, "/etc/profile.d/")
