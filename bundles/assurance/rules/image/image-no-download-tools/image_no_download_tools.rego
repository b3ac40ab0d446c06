# METADATA
# title: Images hold no programs that fetch files
# description: |
#   The first thing that an intruder wants is to fetch further tools. Names of allowedTools are left out.
# related_resources:
# - ref: https://csrc.nist.gov/pubs/sp/800/190/final
# custom:
#   severity: low
#   kind: image
#   needs: [tools]
#   message: "{name} holds a program that fetches files, {path} ({tool}), and allowedTools does not name it"
#   remediation: Leave the program out, or fetch in a stage that is not shipped.
#   parameters:
#     allowedTools:
#       title: Names of such programs that may be there, as globs
#       schema: { type: array, items: { type: string, minLength: 1 } }
#       default: []
#       direction: more-is-looser
#   fixes:
#     dockerfile: "ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.org/app.tar.gz /opt/"
package plimsoll.rules.image.image_no_download_tools

import data.plimsoll.lib.globs
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/image-no-download-tools"]

violations contains result.part(image, tool.path, {"pointer": "/tools"}, {"path": tool.path, "tool": tool.name}) if {
	some image in input.resources
	some tool in image.tools
	tool.kind == "download"
	not globs.is_any_name(_params.allowedTools, tool.name)
}
