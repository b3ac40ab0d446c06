# METADATA
# title: No credentials of people or clouds were left in an image
# description: |
#   Files such as .env, .aws/credentials or .docker/config.json come along when a whole folder is copied. They count
#   where a later layer hides them, too, since the image still holds them.
# related_resources:
# - ref: https://csrc.nist.gov/pubs/sp/800/190/final
# - ref: https://docs.docker.com/build/building/best-practices/
# custom:
#   severity: high
#   kind: image
#   needs: [leftovers]
#   message: "{name} holds {path} ({kind}), and allowedPaths does not name it"
#   remediation: Keep the file out by .dockerignore, build again, and replace what it gives access to.
#   parameters:
#     kinds:
#       title: Kinds of leftovers that count
#       schema: { type: array, items: { enum: [cloud-credentials, env-file] } }
#       default: [cloud-credentials, env-file]
#       direction: fewer-is-looser
#     allowedPaths:
#       title: "Paths that may stay, as globs; ** goes past slashes"
#       schema: { type: array, items: { type: string, minLength: 1 } }
#       default: []
#       direction: more-is-looser
#   fixes:
#     dockerfile: COPY --exclude=.env . /app/
#   aliases:
#     dockle: CIS-DI-0010
package plimsoll.rules.image.image_no_credential_files

import data.plimsoll.lib.globs
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/image-no-credential-files"]

violations contains result.part(image, leftover.path, {"pointer": "/leftovers"}, args) if {
	some image in input.resources
	some leftover in image.leftovers
	leftover.kind in _params.kinds
	not globs.is_any_path(_params.allowedPaths, leftover.path)
	args := {"path": leftover.path, "kind": leftover.kind}
}
