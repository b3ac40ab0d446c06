# METADATA
# title: Images are built on an approved base
# description: |
#   An image whose lowest layers are those of an approved base, or of an image of the same target that an entry's
#   references name, stands on it. A label or a name that says so can be written by anybody, so a person decides,
#   unless acceptedProofs takes labels. Without a list the rule does not apply.
# related_resources:
# - ref: https://github.com/opencontainers/image-spec/blob/main/annotations.md
# custom:
#   severity: high
#   kind: image
#   needs: [base, layers, tags]
#   message: "{name} stands on no base of approvedBases; its labels name {base} and its layers begin as those of {known}"
#   question: "Is {name} built on an approved base? No layers prove it; by label or name it says {claims}, which fits {entries} of approvedBases, and acceptedProofs takes no labels."
#   remediation: Build on an approved base, or add this one to the list after a review.
#   reasons:
#     no-list: "No list is configured: approvedBases is empty"
#   parameters:
#     approvedBases:
#       title: Bases that are approved, by globs over references, by the digests of their layers (lowest first), or both
#       schema:
#         type: array
#         items: { type: object, additionalProperties: false, required: [name], properties: { name: { type: string, minLength: 1 }, references: { type: array, items: { type: string, minLength: 1 } }, layers: { type: array, minItems: 1, items: { type: string, pattern: "^sha256:[0-9a-f]{64}$" } } } }
#       default: []
#       direction: fewer-is-looser
#     acceptedProofs:
#       title: "What proves a base without asking a person: layers always do, a label or own name only where it is listed"
#       schema: { type: array, items: { enum: [label, layers] } }
#       default: [layers]
#       direction: more-is-looser
#   fixes:
#     dockerfile: "FROM registry.example.org/base/debian:12"
package plimsoll.rules.image.image_base_approved

import data.plimsoll.lib.globs
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/image-base-approved"]

violations contains result.fail(image, {"base": _label(image.base), "known": _known(image.base)}) if {
	count(_params.approvedBases) > 0
	some image in input.resources
	not _stands_on_approved(image)
	not _claims_approved(image)
}

not_applicable contains result.because(image, "no-list", {}) if {
	count(_params.approvedBases) == 0
	some image in input.resources
}

review contains result.ask(image, {"claims": claims, "entries": entries}) if {
	not "label" in _params.acceptedProofs
	some image in input.resources
	not _stands_on_approved(image)
	claims := {claim.text | some claim in _approved_claims(image)}
	entries := {claim.entry | some claim in _approved_claims(image)}
	count(claims) > 0
}

_stands_on_approved(image) if {
	some entry in _params.approvedBases
	layers := object.get(entry, "layers", [])
	count(layers) > 0
	array.slice(image.layers, 0, count(layers)) == layers
}

_stands_on_approved(image) if {
	some entry in _params.approvedBases
	some reference in image.base.known.references
	globs.is_any_name(object.get(entry, "references", []), reference)
}

_claims_approved(image) if count(_approved_claims(image)) > 0

_approved_claims(image) := {{"text": text, "entry": entry.name} |
	some text in _claims(image)
	some entry in _params.approvedBases
	globs.is_any_name(object.get(entry, "references", []), text)
}

# What an image says of its base, and its own names, by which it may be the base itself.
_claims(image) := {text | some text in array.concat(image.tags, [image.base.name]); is_string(text)}

_label(base) := base.name if is_string(base.name)

_label(base) := "none" if is_null(base.name)

_known(base) := base.known.references if not is_null(base.known)

_known(base) := "no other image" if is_null(base.known)
