# METADATA
# title: What packages declare agrees with their licence texts
# description: |
#   A package that declares one licence and brings the text of another leaves open which one it grants. The declaration
#   is what the other rules judge; here a person looks at both. Texts cannot say "or", "or later" or an exception, so
#   these do not count as a difference.
# related_resources:
# - ref: https://spdx.dev/learn/handling-license-info/
# custom:
#   severity: low
#   kind: image
#   needs: [packages]
#   uses: [licenseScopes, licenseDecisions]
#   message: "{package} in {name}: {texts}"
#   remediation: Ask the maintainers, and record in licenseDecisions which licence holds.
#   question: "Which licence do these {count} packages of {name} have, whose texts differ from what they declare: {packages}?"
#   parameters:
#     verdict:
#       title: What a difference is
#       schema: { enum: [ask, fail] }
#       default: ask
package plimsoll.rules.image.package_license_texts_agree

import data.plimsoll.lib.licensing
import data.plimsoll.lib.result

_policy := {
	"scopes": data.plimsoll.params.plimsoll.licenseScopes,
	"decisions": data.plimsoll.params.plimsoll.licenseDecisions,
}

_params := data.plimsoll.params["plimsoll/package-license-texts-agree"]

violations contains result.part(image, name, {"pointer": "/packages"}, {"package": name, "texts": texts}) if {
	_params.verdict == "fail"
	some image in input.resources
	some name, texts in licensing.grouped(_differing(image))
}

review contains result.ask(image, licensing.first_of({concat(" ", pair) | some pair in differing})) if {
	_params.verdict == "ask"
	some image in input.resources
	differing := _differing(image)
	count(differing) > 0
}

_differing(image) := {[licensing.part(found), text] |
	some found in licensing.packages(image, _policy)
	found.license.differ == true
	not licensing.is_decided(found, _policy)
	text := concat(" ", [
		"declares",
		_said(found.license.declared),
		"and brings the text of",
		_said(found.license.found),
	])
}

_said(expression) := expression if is_string(expression)

_said(expression) := "nothing" if not is_string(expression)
