# METADATA
# title: Images hold no shells
# description: |
#   Most attacks on a program end in a shell. A program that needs none can ship without. Names of allowedTools are
#   left out.
# related_resources:
# - ref: https://csrc.nist.gov/pubs/sp/800/190/final
# custom:
#   severity: low
#   kind: image
#   needs: [tools]
#   message: "{name} holds a shell, {path} ({tool}), and allowedTools does not name it"
#   remediation: Build on a base without shell and use the exec form of ENTRYPOINT and CMD.
#   parameters:
#     allowedTools:
#       title: Names of such programs that may be there, as globs
#       schema: { type: array, items: { type: string, minLength: 1 } }
#       default: []
#       direction: more-is-looser
#   fixes:
#     dockerfile: FROM scratch
package plimsoll.rules.image.image_no_shells

import data.plimsoll.lib.globs
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/image-no-shells"]

violations contains result.part(image, tool.path, {"pointer": "/tools"}, {"path": tool.path, "tool": tool.name}) if {
	some image in input.resources
	some tool in image.tools
	tool.kind == "shell"
	not globs.is_any_name(_params.allowedTools, tool.name)
}
