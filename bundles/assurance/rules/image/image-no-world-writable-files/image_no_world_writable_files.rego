# METADATA
# title: Only those who are meant to may change files of an image
# description: |
#   Where everybody may write, any process of a container can replace a program, a script or a configuration that
#   another one trusts. Folders with the sticky bit, such as /tmp, do not count.
# related_resources:
# - ref: https://csrc.nist.gov/pubs/sp/800/190/final
# custom:
#   severity: medium
#   kind: image
#   needs: [worldWritable]
#   message: "{name} lets everybody write to {path} ({mode}), and allowedWorldWritable does not name it"
#   remediation: Take the right off in the Dockerfile, and give the files to the user that needs to write.
#   parameters:
#     allowedWorldWritable:
#       title: "Files and folders that everybody may write to, as globs; ** goes past slashes"
#       schema: { type: array, items: { type: string, minLength: 1 } }
#       default: []
#       direction: more-is-looser
#   fixes:
#     dockerfile: RUN chmod o-w /srv/data
package plimsoll.rules.image.image_no_world_writable_files

import data.plimsoll.lib.globs
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/image-no-world-writable-files"]

violations contains result.part(image, file.path, {"pointer": "/worldWritable"}, args) if {
	some image in input.resources
	some file in image.worldWritable
	not globs.is_any_path(_params.allowedWorldWritable, file.path)
	args := {"path": file.path, "mode": file.mode}
}
