# METADATA
# title: Packages that ask for their licence text bring it
# description: |
#   Most licences ask that their text and the copyright notices go with every copy. Where an image has neither, nobody
#   who passes it on can meet that. The distribution's own packages refer to texts that it keeps in one place.
# related_resources:
# - ref: https://spdx.dev/learn/handling-license-info/
# custom:
#   severity: low
#   kind: image
#   needs: [packages]
#   uses: [licenseScopes, licenseDecisions]
#   message: "{package} in {name} asks for its licence text ({licenses}), and the image has none"
#   remediation: Copy the licence files of the package into the image, beside it or below /usr/share/licenses.
#   parameters:
#     scopes:
#       title: Whose packages have to bring their texts
#       schema: { type: array, items: { enum: [distribution, application] } }
#       default: [application]
#       direction: fewer-is-looser
package plimsoll.rules.image.package_license_text_present

import data.plimsoll.lib.licensing
import data.plimsoll.lib.result

_policy := {
	"scopes": data.plimsoll.params.plimsoll.licenseScopes,
	"decisions": data.plimsoll.params.plimsoll.licenseDecisions,
}

_params := data.plimsoll.params["plimsoll/package-license-text-present"]

violations contains result.part(image, name, {"pointer": "/packages"}, {"package": name, "licenses": licenses}) if {
	some image in input.resources
	some name, licenses in licensing.grouped({[licensing.part(found), id] |
		some found in licensing.packages(image, _policy)
		found.scope in _params.scopes
		found.license.texts == 0
		some id in _demanding(found)
	})
}

unknown contains result.unknown(image, "packages", "not-supported") if {
	some image in input.resources
	some found in licensing.packages(image, _policy)
	found.scope in _params.scopes
	is_null(found.license.texts)
}

# Licences that ask for their text, of choices where each of them does.
_demanding(found) := {id |
	some choice in licensing.choices(found, _policy)
	every each in choice { licensing.asks_for(each, "license-text") }
	some id in choice
}
