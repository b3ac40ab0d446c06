# METADATA
# title: Images were opened, so that their contents are known
# description: |
#   An image that only an engine was asked about may hold anything: what other rules say of contents is then unknown,
#   and an image that is unknown does not ship. Images may be excepted by the beginning of a name, by a label or by a
#   digest.
# related_resources:
# - ref: https://csrc.nist.gov/pubs/sp/800/190/final
# custom:
#   severity: high
#   kind: image
#   needs: [tags, digests]
#   message: "{name} was not opened ({why}), and none of allowedNames, allowedLabels and allowedDigests excepts it"
#   remediation: Read the image from an archive, a layout or a registry instead of asking an engine about it.
#   reasons:
#     excepted: "{name} was not opened, and {by} excepts it"
#   parameters:
#     allowedNames:
#       title: How names begin of images that need not be opened
#       schema: { type: array, items: { type: string, minLength: 1 } }
#       default: []
#       direction: more-is-looser
#     allowedLabels:
#       title: Labels of images that need not be opened; without a value any will do
#       schema:
#         type: array
#         items: { type: object, additionalProperties: false, required: [name], properties: { name: { type: string, minLength: 1 }, value: { type: string } } }
#       default: []
#       direction: more-is-looser
#     allowedDigests:
#       title: Digests, of manifest or configuration, of images that need not be opened
#       schema: { type: array, items: { type: string, pattern: "^sha256:[0-9a-f]{64}$" } }
#       default: []
#       direction: more-is-looser
package plimsoll.rules.image.image_contents_inspected

import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/image-contents-inspected"]

violations contains result.fail(image, {"why": image.missing.contents}) if {
	some image in input.resources
	image.missing.contents
}

not_applicable contains result.because(image, "excepted", {"by": by}) if {
	some image in input.resources
	image.missing.contents
	by := [parameter |
		some parameter in ["allowedDigests", "allowedLabels", "allowedNames"]
		_is_excepted(parameter, image)
	]
	count(by) > 0
}

_is_excepted("allowedNames", image) if {
	some name in array.concat(image.tags, image.digests)
	some beginning in _params.allowedNames
	startswith(name, beginning)
}

_is_excepted("allowedLabels", image) if {
	some label in _params.allowedLabels
	value := image.labels[label.name]
	object.get(label, "value", value) == value
}

_is_excepted("allowedDigests", image) if {
	some digest in array.concat(image.digests, [image.id])
	some allowed in _params.allowedDigests
	endswith(digest, allowed)
}
