# METADATA
# title: Every package is under a licence that is allowed
# description: |
#   Judged are licences that are known, neither denied nor set aside for review. Of OR one allowed licence will do, of
#   AND all are needed; what is allowed without an exception is allowed with it, and "or later" with any later version.
# related_resources:
# - ref: https://spdx.org/licenses/
# custom:
#   severity: medium
#   kind: image
#   needs: [packages]
#   uses: [licensesAllowed, licensesAllowedInDistribution, licensesDenied, licensesForReview, licenseScopes, licenseDecisions]
#   message: "{package} in {name} asks for {licenses}, which is on no list of allowed licences"
#   remediation: Add the licence to licensesAllowed once somebody has read it, or replace the package.
package plimsoll.rules.image.package_license_allowed

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
	some name, licenses in licensing.with_verdict(image, _policy, _policy.scopes, "not-allowed")
}
