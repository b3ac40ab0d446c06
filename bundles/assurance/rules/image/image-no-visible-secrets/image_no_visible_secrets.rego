# METADATA
# title: Files of an image hold no secrets
# description: |
#   Whoever can pull an image reads its files. A key or token in one cannot be taken back, only replaced where it is
#   used. Only the place and the pattern of what was found are known here, never its text.
# related_resources:
# - ref: https://docs.docker.com/build/building/secrets/
# - ref: https://csrc.nist.gov/pubs/sp/800/190/final
# custom:
#   severity: critical
#   kind: image
#   needs: [secrets]
#   uses: [allowedSecrets]
#   message: "{name} holds what looks like a secret ({pattern}) in {path}, and allowedSecrets does not except it"
#   remediation: Replace the secret where it is used, take the file out of the image and hand it over when the container starts.
#   fixes:
#     dockerfile: "RUN --mount=type=secret,id=key,target=/root/.ssh/id_ed25519 git clone git@git.example.org:shop/web.git"
package plimsoll.rules.image.image_no_visible_secrets

import data.plimsoll.lib.findings
import data.plimsoll.lib.result

violations contains result.part(image, findings.secret_part(secret), {"pointer": "/secrets"}, args) if {
	some image in input.resources
	some secret in image.secrets
	secret.source == "file"
	is_null(secret.removedIn)
	not findings.is_allowed_secret(secret, data.plimsoll.params.plimsoll.allowedSecrets)
	args := {"path": secret.path, "pattern": secret.pattern}
}
