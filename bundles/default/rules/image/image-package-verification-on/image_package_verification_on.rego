# METADATA
# title: Build steps do not switch off the verification of what they install
# description: Signatures of packages and certificates of servers are what keeps a foreign program out of the image.
# related_resources:
# - ref: https://csrc.nist.gov/pubs/sp/800/190/final
# custom:
#   severity: medium
#   kind: image
#   needs: [history]
#   message: "A build step of {name} calls {program} with {option}"
#   remediation: Leave the verification on; add the missing key or certificate to the image instead.
#   fixes:
#     dockerfile: COPY company-root.crt /usr/local/share/ca-certificates/
package plimsoll.rules.image.image_package_verification_on

import data.plimsoll.lib.result

violations contains result.part(image, option.option, {"pointer": "/history"}, args) if {
	some image in input.resources
	some entry in image.history
	some option in data.plimsoll.tables.verification_off
	contains(entry.createdBy, option.option)
	some command in split(replace(entry.createdBy, ";", "&&"), "&&")
	contains(command, option.program)
	contains(command, option.option)
	args := {"program": option.program, "option": option.option}
}
