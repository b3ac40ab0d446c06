# METADATA
# title: Labels, commands and build steps of an image hold no secrets
# description: |
#   The configuration of an image is read by whoever can pull it, without fetching a layer. Variables whose name or
#   value shows it are the subject of image-no-secrets-in-env; other variables in which a secret was found are told
#   here.
# related_resources:
# - ref: https://docs.docker.com/build/building/secrets/
# - ref: https://csrc.nist.gov/pubs/sp/800/190/final
# custom:
#   severity: high
#   kind: image
#   needs: [secrets, env]
#   uses: [allowedSecrets]
#   message: "{name} holds what looks like a secret ({pattern}) in {place}, and allowedSecrets does not except it"
#   remediation: Replace the secret where it is used, and hand it over by RUN --mount=type=secret or when the container starts.
#   fixes:
#     dockerfile: RUN --mount=type=secret,id=token TOKEN=$(cat /run/secrets/token) make
#   aliases:
#     dockle: CIS-DI-0010
package plimsoll.rules.image.image_no_secrets_in_configuration

import data.plimsoll.lib.findings
import data.plimsoll.lib.result

violations contains result.part(image, findings.secret_part(secret), {"pointer": "/secrets"}, args) if {
	some image in input.resources
	some secret in image.secrets
	secret.source != "file"
	not _is_told(secret, image.env)
	not findings.is_allowed_secret(secret, data.plimsoll.params.plimsoll.allowedSecrets)
	args := {"place": _place(secret), "pattern": secret.pattern}
}

_is_told(secret, env) if {
	secret.source == "environment"
	some variable in env
	variable.name == secret.name
	variable.looksSecret == true
}

_place(secret) := concat(" ", [_words[secret.source], secret.name]) if is_string(secret.name)

_place(secret) := _words[secret.source] if is_null(secret.name)

_words := {
	"environment": "the variable",
	"label": "the label",
	"history": "a build step",
	"command": "the command",
}
