# METADATA
# title: Images hold no compilers
# description: |
#   A compiler is needed where programs are built, not where they run. There it lets an intruder make tools that fit
#   the system. Names of allowedTools are left out.
# related_resources:
# - ref: https://csrc.nist.gov/pubs/sp/800/190/final
# custom:
#   severity: medium
#   kind: image
#   needs: [tools]
#   message: "{name} holds a compiler, {path} ({tool}), and allowedTools does not name it"
#   remediation: Compile in one stage and copy the result into a final stage without compiler.
#   parameters:
#     allowedTools:
#       title: Names of such programs that may be there, as globs
#       schema: { type: array, items: { type: string, minLength: 1 } }
#       default: []
#       direction: more-is-looser
#   fixes:
#     dockerfile: COPY --from=build /out/web /usr/local/bin/web
package plimsoll.rules.image.image_no_compilers

import data.plimsoll.lib.globs
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/image-no-compilers"]

violations contains result.part(image, tool.path, {"pointer": "/tools"}, {"path": tool.path, "tool": tool.name}) if {
	some image in input.resources
	some tool in image.tools
	tool.kind == "compiler"
	not globs.is_any_name(_params.allowedTools, tool.name)
}
