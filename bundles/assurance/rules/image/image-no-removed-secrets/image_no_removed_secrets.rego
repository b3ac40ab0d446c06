# METADATA
# title: Lower layers hold no secrets that a later one removed
# description: |
#   A file that a later layer deletes or replaces is not seen in a container, and still is in the image for whoever
#   looks into its layers.
# related_resources:
# - ref: https://docs.docker.com/build/building/secrets/
# - ref: https://csrc.nist.gov/pubs/sp/800/190/final
# custom:
#   severity: high
#   kind: image
#   needs: [secrets]
#   uses: [allowedSecrets]
#   message: "{name} holds what looks like a secret ({pattern}) in {path}, which a later layer only hides, and allowedSecrets does not except it"
#   remediation: Replace the secret where it is used, and mount it into the build step instead of copying and deleting it.
#   fixes:
#     dockerfile: "RUN --mount=type=secret,id=key,target=/root/.ssh/id_ed25519 git clone git@git.example.org:shop/web.git"
package plimsoll.rules.image.image_no_removed_secrets

import data.plimsoll.lib.findings
import data.plimsoll.lib.result

violations contains result.part(image, findings.secret_part(secret), {"pointer": "/secrets"}, args) if {
	some image in input.resources
	some secret in image.secrets
	secret.source == "file"
	is_number(secret.removedIn)
	not findings.is_allowed_secret(secret, data.plimsoll.params.plimsoll.allowedSecrets)
	args := {"path": secret.path, "pattern": secret.pattern}
}
