# METADATA
# title: Packages are at least as new as is asked for
# description: |
#   Where a fault was fixed in a version, no older one ships. An entry is for packages of one type whose name or
#   source package it names; name is a glob. Orders of deb, apk, rpm and npm are known here, for other types the
#   answer is unknown. Without a list the rule does not apply.
# related_resources:
# - ref: https://csrc.nist.gov/pubs/sp/800/190/final
# custom:
#   severity: high
#   kind: image
#   needs: [packages]
#   message: "{name} holds {package} {version}; minimumVersions asks for {minimum} at least"
#   remediation: Update the package, or build the image again on a base that has.
#   reasons:
#     no-list: "No list is configured: minimumVersions is empty"
#   parameters:
#     minimumVersions:
#       title: Versions that packages must have at least; name is a glob over names and source packages
#       schema:
#         type: array
#         items: { type: object, additionalProperties: false, required: [type, name, minimum], properties: { type: { type: string, minLength: 1 }, name: { type: string, minLength: 1 }, minimum: { type: string, minLength: 1 } } }
#       default: []
#       direction: fewer-is-looser
package plimsoll.rules.image.image_package_minimum_versions

import data.plimsoll.lib.package_versions as versions
import data.plimsoll.lib.packages
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/image-package-minimum-versions"]

violations contains result.part(image, packages.part(found), {"pointer": "/packages"}, args) if {
	some image in input.resources
	some found in image.packages
	some entry in _params.minimumVersions
	_is_older(found, entry)
	args := {"package": found.name, "version": found.version, "minimum": entry.minimum}
}

not_applicable contains result.because(image, "no-list", {}) if {
	count(_params.minimumVersions) == 0
	some image in input.resources
}

unknown contains result.unknown(image, "packages", "not-supported") if {
	some image in input.resources
	not _holds_older(image.packages)
	some found in image.packages
	some entry in _params.minimumVersions
	packages.is_built_from(entry, found)
	not versions.compare(found.type, packages.version(entry, found), entry.minimum).ok
}

_holds_older(list) if {
	some found in list
	some entry in _params.minimumVersions
	_is_older(found, entry)
}

_is_older(found, entry) if {
	packages.is_built_from(entry, found)
	order := versions.compare(found.type, packages.version(entry, found), entry.minimum)
	order.ok == true
	order.value < 0
}
