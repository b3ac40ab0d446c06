# METADATA
# title: Files of an image belong to users and groups that it knows
# description: |
#   Who has no name in the image has one somewhere else: the number may be that of a person on the build machine, or
#   of whichever account is added next.
# related_resources:
# - ref: https://csrc.nist.gov/pubs/sp/800/190/final
# custom:
#   severity: low
#   kind: image
#   needs: [unownedFiles]
#   message: "{name} holds {path}, which belongs to {uid}:{gid}, of which one has no name there, and allowedUnowned does not name it"
#   remediation: Set the owner where the files are copied.
#   parameters:
#     allowedUnowned:
#       title: "Files whose owner or group needs no name, as globs; ** goes past slashes"
#       schema: { type: array, items: { type: string, minLength: 1 } }
#       default: []
#       direction: more-is-looser
#   fixes:
#     dockerfile: "COPY --chown=10001:10001 app/ /opt/app/"
package plimsoll.rules.image.image_files_owned

import data.plimsoll.lib.globs
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/image-files-owned"]

violations contains result.part(image, file.path, {"pointer": "/unownedFiles"}, args) if {
	some image in input.resources
	some file in image.unownedFiles
	not globs.is_any_path(_params.allowedUnowned, file.path)
	args := {"path": file.path, "uid": file.uid, "gid": file.gid}
}
