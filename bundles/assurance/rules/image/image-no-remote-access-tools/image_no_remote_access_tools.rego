# METADATA
# title: Images hold no programs for remote access
# description: |
#   A container is entered through its engine, with the rights and the log of the engine. A server for logins beside
#   it has accounts of its own; a client is a way further into the network. Names of allowedTools are left out.
# related_resources:
# - ref: https://csrc.nist.gov/pubs/sp/800/190/final
# custom:
#   severity: high
#   kind: image
#   needs: [tools]
#   message: "{name} holds a server or client for remote access, {path} ({tool}), and allowedTools does not name it"
#   remediation: Leave the program out; use the exec of the engine or a debug container instead.
#   parameters:
#     allowedTools:
#       title: Names of such programs that may be there, as globs
#       schema: { type: array, items: { type: string, minLength: 1 } }
#       default: []
#       direction: more-is-looser
package plimsoll.rules.image.image_no_remote_access_tools

import data.plimsoll.lib.globs
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/image-no-remote-access-tools"]

violations contains result.part(image, tool.path, {"pointer": "/tools"}, {"path": tool.path, "tool": tool.name}) if {
	some image in input.resources
	some tool in image.tools
	tool.kind == "remote-access"
	not globs.is_any_name(_params.allowedTools, tool.name)
}
