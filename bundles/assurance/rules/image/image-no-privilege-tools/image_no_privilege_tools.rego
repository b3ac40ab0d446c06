# METADATA
# title: Images hold no programs that give other rights
# description: |
#   A container runs as one user. A program such as sudo only serves whoever wants to become another one. Names of
#   allowedTools are left out.
# related_resources:
# - ref: https://csrc.nist.gov/pubs/sp/800/190/final
# custom:
#   severity: medium
#   kind: image
#   needs: [tools]
#   message: "{name} holds a program that gives other rights, {path} ({tool}), and allowedTools does not name it"
#   remediation: Leave the program out; start the container as the user that is needed, and change the user in the Dockerfile by USER.
#   parameters:
#     allowedTools:
#       title: Names of such programs that may be there, as globs
#       schema: { type: array, items: { type: string, minLength: 1 } }
#       default: [su]
#       direction: more-is-looser
#   fixes:
#     dockerfile: "USER 10001:10001"
#   aliases:
#     dockle: DKL-DI-0001
package plimsoll.rules.image.image_no_privilege_tools

import data.plimsoll.lib.globs
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/image-no-privilege-tools"]

violations contains result.part(image, tool.path, {"pointer": "/tools"}, {"path": tool.path, "tool": tool.name}) if {
	some image in input.resources
	some tool in image.tools
	tool.kind == "privilege"
	not globs.is_any_name(_params.allowedTools, tool.name)
}
