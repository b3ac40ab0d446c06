# METADATA
# title: Licences set aside for review were looked at
# description: |
#   Some licences are neither good nor bad: whether they may ship depends on how the program is linked, changed and
#   handed on. Packages that a person decided about stand in licenseDecisions.
# related_resources:
# - ref: https://spdx.org/licenses/
# custom:
#   severity: low
#   kind: image
#   needs: [packages]
#   uses: [licensesAllowed, licensesAllowedInDistribution, licensesDenied, licensesForReview, licenseScopes, licenseDecisions]
#   message: "{package} in {name} asks for {licenses}, which nobody decided about"
#   remediation: Decide about each package and record it in licenseDecisions, or allow the licence.
#   question: "May {name} be shipped with these {count} packages: {packages}?"
#   parameters:
#     verdict:
#       title: What a licence set aside for review is
#       schema: { enum: [ask, fail] }
#       default: ask
package plimsoll.rules.image.package_license_reviewed

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

_params := data.plimsoll.params["plimsoll/package-license-reviewed"]

violations contains result.part(image, name, {"pointer": "/packages"}, {"package": name, "licenses": licenses}) if {
	_params.verdict == "fail"
	some image in input.resources
	some name, licenses in licensing.with_verdict(image, _policy, _policy.scopes, "review")
}

review contains result.ask(image, licensing.listed(found)) if {
	_params.verdict == "ask"
	some image in input.resources
	found := licensing.with_verdict(image, _policy, _policy.scopes, "review")
	count(found) > 0
}
