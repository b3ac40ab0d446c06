# METADATA
# title: Images hold no package that is denied
# description: |
#   What is not in an image cannot be used against it. A name is a glob; from (this version and later ones), below
#   (earlier ones) and version (this one, spelt so) limit an entry. Orders of deb, apk, rpm and npm are known here;
#   where another type is limited by an order, the answer is unknown.
# related_resources:
# - ref: https://csrc.nist.gov/pubs/sp/800/190/final
# custom:
#   severity: high
#   kind: image
#   needs: [packages]
#   message: "{name} holds the package {package} {version}, which deniedPackages denies by {entry}"
#   remediation: Leave the package out of the image, or take a version that is not denied.
#   parameters:
#     deniedPackages:
#       title: Packages that must not be there; name is a glob
#       schema:
#         type: array
#         items: { type: object, additionalProperties: false, required: [name], properties: { name: { type: string, minLength: 1 }, type: { type: string, minLength: 1 }, version: { type: string }, from: { type: string }, below: { type: string } } }
#       default:
#         - { name: dropbear }
#         - { name: inetutils-telnetd }
#         - { name: openssh-server }
#         - { name: rsh-server }
#         - { name: rsh-redone-server }
#         - { name: telnet-server }
#         - { name: telnetd }
#         - { name: telnetd-ssl }
#         - { name: tftpd-hpa }
#         - { name: vsftpd }
#       direction: fewer-is-looser
package plimsoll.rules.image.image_no_denied_packages

import data.plimsoll.lib.package_versions as versions
import data.plimsoll.lib.packages
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/image-no-denied-packages"]

violations contains result.part(image, packages.part(found), {"pointer": "/packages"}, args) if {
	some image in input.resources
	some found in image.packages
	some entry in _params.deniedPackages
	_is_denied(found, entry)
	args := {"package": found.name, "version": found.version, "entry": entry.name}
}

unknown contains result.unknown(image, "packages", "not-supported") if {
	some image in input.resources
	not _holds_denied(image.packages)
	some found in image.packages
	some entry in _params.deniedPackages
	packages.is_named(entry, found)
	not versions.lies_in(found.type, found.version, entry).ok
}

_holds_denied(list) if {
	some found in list
	some entry in _params.deniedPackages
	_is_denied(found, entry)
}

_is_denied(found, entry) if {
	packages.is_named(entry, found)
	versions.lies_in(found.type, found.version, entry).value == true
}
