# METADATA
# title: Images hold no package managers
# description: |
#   What is in an image is settled when it is built. A package manager only serves whoever wants to add something to a
#   running container. Names of allowedTools are left out.
# related_resources:
# - ref: https://csrc.nist.gov/pubs/sp/800/190/final
# custom:
#   severity: low
#   kind: image
#   needs: [tools]
#   message: "{name} holds a package manager, {path} ({tool}), and allowedTools does not name it"
#   remediation: Copy the result into a final stage without package manager, or remove it in the last step.
#   parameters:
#     allowedTools:
#       title: Names of such programs that may be there, as globs
#       schema: { type: array, items: { type: string, minLength: 1 } }
#       default: []
#       direction: more-is-looser
#   fixes:
#     dockerfile: RUN apk del apk-tools
package plimsoll.rules.image.image_no_package_managers

import data.plimsoll.lib.globs
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/image-no-package-managers"]

violations contains result.part(image, tool.path, {"pointer": "/tools"}, {"path": tool.path, "tool": tool.name}) if {
	some image in input.resources
	some tool in image.tools
	tool.kind == "package-manager"
	not globs.is_any_name(_params.allowedTools, tool.name)
}
