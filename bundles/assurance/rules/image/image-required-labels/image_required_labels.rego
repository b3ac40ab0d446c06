# METADATA
# title: Images carry the labels that are required
# description: |
#   Labels say who answers for an image, from which source it was built and under which licence. An entry may ask for
#   a value by a glob; an empty value counts as none. Without a list the rule does not apply.
# related_resources:
# - ref: https://github.com/opencontainers/image-spec/blob/main/annotations.md
# custom:
#   severity: low
#   kind: image
#   needs: []
#   message:
#     absent: "{name} lacks the label {label}, which requiredLabels requires"
#     other: "The label {label} of {name} is {value}, not {wanted} as requiredLabels requires"
#   remediation: Add the label in the Dockerfile, or when the image is built.
#   reasons:
#     no-list: "No list is configured: requiredLabels is empty"
#   parameters:
#     requiredLabels:
#       title: Labels that must be there; value is a glob
#       schema:
#         type: array
#         items: { type: object, additionalProperties: false, required: [name], properties: { name: { type: string, minLength: 1 }, value: { type: string, minLength: 1 } } }
#       default: []
#       direction: fewer-is-looser
#   fixes:
#     dockerfile: "LABEL org.opencontainers.image.source=https://git.example.org/shop/web"
package plimsoll.rules.image.image_required_labels

import data.plimsoll.lib.globs
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/image-required-labels"]

violations contains result.part(image, entry.name, {"pointer": "/labels"}, {"code": "absent", "label": entry.name}) if {
	some image in input.resources
	some entry in _params.requiredLabels
	object.get(image.labels, entry.name, "") == ""
}

violations contains result.part(image, entry.name, {"pointer": "/labels"}, args) if {
	some image in input.resources
	some entry in _params.requiredLabels
	value := image.labels[entry.name]
	value != ""
	not globs.is_name(object.get(entry, "value", value), value)
	args := {"code": "other", "label": entry.name, "value": value, "wanted": entry.value}
}

not_applicable contains result.because(image, "no-list", {}) if {
	count(_params.requiredLabels) == 0
	some image in input.resources
}
