# METADATA
# title: The licence of every package is known
# description: |
#   Nothing is known where a package neither declares a licence that SPDX has a name for nor brings a text that is
#   recognised, and where terms stand beside known ones that are no licence of SPDX (LicenseRef-…). Whoever ships it
#   cannot tell what is asked for.
# related_resources:
# - ref: https://spdx.dev/learn/handling-license-info/
# custom:
#   severity: medium
#   kind: image
#   needs: [packages]
#   uses: [licensesAllowed, licensesAllowedInDistribution, licensesDenied, licensesForReview, licenseScopes, licenseDecisions]
#   message: "The licence of {package} in {name} is not known; it says: {licenses}"
#   remediation: Read the package's licence and record it in licenseDecisions, or replace the package.
#   question: "Which licences do these {count} packages of {name} have: {packages}?"
#   parameters:
#     inDistribution:
#       title: What an unknown licence of a package of the distribution is
#       schema: { enum: [fail, ask, pass] }
#       default: ask
#     inApplication:
#       title: What an unknown licence of a package of an application is
#       schema: { enum: [fail, ask, pass] }
#       default: fail
package plimsoll.rules.image.package_license_known

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

_params := data.plimsoll.params["plimsoll/package-license-known"]

_scopes_that(what) := [scope |
	some scope, chosen in {"distribution": _params.inDistribution, "application": _params.inApplication}
	chosen == what
]

violations contains result.part(image, name, {"pointer": "/packages"}, {"package": name, "licenses": licenses}) if {
	some image in input.resources
	some name, licenses in licensing.with_verdict(image, _policy, _scopes_that("fail"), "unknown")
}

review contains result.ask(image, licensing.listed(found)) if {
	some image in input.resources
	found := licensing.with_verdict(image, _policy, _scopes_that("ask"), "unknown")
	count(found) > 0
}
