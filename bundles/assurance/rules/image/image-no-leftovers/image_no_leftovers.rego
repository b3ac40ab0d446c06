# METADATA
# title: Nothing that only the build needed was left in an image
# description: |
#   Caches of package managers, version control, histories of shells, memory dumps and copies of files make an image
#   larger and tell strangers how it was made. They count where a later layer hides them, too.
# related_resources:
# - ref: https://csrc.nist.gov/pubs/sp/800/190/final
# - ref: https://docs.docker.com/build/building/best-practices/
# custom:
#   severity: low
#   kind: image
#   needs: [leftovers]
#   message: "{name} holds {path} ({kind}, {size} bytes), and allowedPaths does not name it"
#   remediation: Remove it in the step that made it, or build in one stage and copy only the result into another.
#   parameters:
#     kinds:
#       title: Kinds of leftovers that count
#       schema:
#         type: array
#         items: { enum: [backup, core-dump, package-cache, shell-history, version-control] }
#       default: [backup, core-dump, package-cache, shell-history, version-control]
#       direction: fewer-is-looser
#     allowedPaths:
#       title: "Paths that may stay, as globs; ** goes past slashes"
#       schema: { type: array, items: { type: string, minLength: 1 } }
#       default: []
#       direction: more-is-looser
#   fixes:
#     dockerfile: RUN apt-get update && apt-get install -y --no-install-recommends nginx && rm -rf /var/lib/apt/lists/*
#   aliases:
#     dockle: DKL-DI-0005
package plimsoll.rules.image.image_no_leftovers

import data.plimsoll.lib.globs
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/image-no-leftovers"]

violations contains result.part(image, leftover.path, {"pointer": "/leftovers"}, args) if {
	some image in input.resources
	some leftover in image.leftovers
	leftover.kind in _params.kinds
	not globs.is_any_path(_params.allowedPaths, leftover.path)
	args := {"path": leftover.path, "kind": leftover.kind, "size": leftover.size}
}
