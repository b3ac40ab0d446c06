# METADATA
# title: No package is under a licence that is denied
# description: |
#   A choice is denied where every licence in it is: of MIT OR SSPL-1.0 the first one will do. An exception does not
#   take a denied licence off the list, unless the two together are allowed by name.
# related_resources:
# - ref: https://spdx.org/licenses/
# custom:
#   severity: high
#   kind: image
#   needs: [packages]
#   uses: [licensesAllowed, licensesAllowedInDistribution, licensesDenied, licensesForReview, licenseScopes, licenseDecisions]
#   message: "{package} in {name} asks for {licenses}, which is denied"
#   remediation: Replace the package, get another licence for it, or record in licenseDecisions who accepted it.
package plimsoll.rules.image.package_license_denied

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
	some name, licenses in licensing.with_verdict(image, _policy, _policy.scopes, "denied")
}
