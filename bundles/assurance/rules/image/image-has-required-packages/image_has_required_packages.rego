# METADATA
# title: Images hold the packages that are required
# description: |
#   What an organisation wants in every image, such as its certificates. A name is a glob; from, below and version
#   limit which version counts. Without a list the rule does not apply.
# related_resources:
# - ref: https://csrc.nist.gov/pubs/sp/800/190/final
# custom:
#   severity: medium
#   kind: image
#   needs: [packages]
#   message: "{name} lacks the package {entry}, which requiredPackages requires"
#   remediation: Install the package in the Dockerfile, or build on a base that has it.
#   reasons:
#     no-list: "No list is configured: requiredPackages is empty"
#   parameters:
#     requiredPackages:
#       title: Packages that must be there; name is a glob
#       schema:
#         type: array
#         items: { type: object, additionalProperties: false, required: [name], properties: { name: { type: string, minLength: 1 }, type: { type: string, minLength: 1 }, version: { type: string }, from: { type: string }, below: { type: string } } }
#       default: []
#       direction: fewer-is-looser
package plimsoll.rules.image.image_has_required_packages

import data.plimsoll.lib.package_versions as versions
import data.plimsoll.lib.packages
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/image-has-required-packages"]

violations contains result.part(image, entry.name, {"pointer": "/packages"}, {"entry": entry.name}) if {
	some image in input.resources
	some entry in _params.requiredPackages
	not _has(image.packages, entry)
	not _may_have(image.packages, entry)
}

not_applicable contains result.because(image, "no-list", {}) if {
	count(_params.requiredPackages) == 0
	some image in input.resources
}

unknown contains result.unknown(image, "packages", "not-supported") if {
	some image in input.resources
	every entry in _params.requiredPackages { not _lacks(image.packages, entry) }
	some entry in _params.requiredPackages
	not _has(image.packages, entry)
	_may_have(image.packages, entry)
}

_lacks(list, entry) if {
	not _has(list, entry)
	not _may_have(list, entry)
}

_has(list, entry) if {
	some found in list
	packages.is_named(entry, found)
	versions.lies_in(found.type, found.version, entry).value == true
}

_may_have(list, entry) if {
	some found in list
	packages.is_named(entry, found)
	not versions.lies_in(found.type, found.version, entry).ok
}
