# METADATA
# title: Applications bring no licence that reaches users of a network
# description: |
#   AGPL and its like ask that whoever uses the program over a network can have its source, your changes included.
#   Judged are packages that an application brought, not those of the distribution.
# related_resources:
# - ref: https://spdx.org/licenses/
# custom:
#   severity: high
#   kind: image
#   needs: [packages]
#   uses: [licensesAllowed, licensesAllowedInDistribution, licensesDenied, licensesForReview, licenseScopes, licenseDecisions]
#   message: "{package} in {name} asks for {licenses}: users over the network may ask for the source"
#   remediation: Replace the package, publish the source, get a commercial licence, or add the licence to licensesAllowed.
package plimsoll.rules.image.application_no_network_copyleft

import data.plimsoll.lib.licensing
import data.plimsoll.lib.result

_policy := {
	"allowed": data.plimsoll.params.plimsoll.licensesAllowed,
	"allowedInDistribution": data.plimsoll.params.plimsoll.licensesAllowedInDistribution,
	"denied": data.plimsoll.params.plimsoll.licensesDenied,
	"review": data.plimsoll.params.plimsoll.licensesForReview,
	"scopes": data.plimsoll.params.plimsoll.licenseScopes,
	"decisions": data.plimsoll.params.plimsoll.licenseDecisions,
}

violations contains result.part(image, name, {"pointer": "/packages"}, {"package": name, "licenses": licenses}) if {
	some image in input.resources
	some name, licenses in licensing.with_verdict(image, _policy, ["application"], "network")
}
