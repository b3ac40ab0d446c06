# METADATA
# title: Images come from approved registries
# description: |
#   Every name of an image says where it was pulled from or is to be pushed to. One name below an approved registry is
#   enough; an image without a name comes from none. Without a list the rule does not apply.
# related_resources:
# - ref: https://csrc.nist.gov/pubs/sp/800/190/final
# custom:
#   severity: high
#   kind: image
#   needs: [tags, digests]
#   message:
#     elsewhere: "{name} bears no name below approvedRegistries, but {names}"
#     unnamed: "{name} bears no name, so it comes from none of approvedRegistries"
#   remediation: Pull the image from an approved registry, or copy it there after a review.
#   reasons:
#     no-list: "No list is configured: approvedRegistries is empty"
#   parameters:
#     approvedRegistries:
#       title: Registries, or folders of them, such as registry.example.org/team
#       schema: { type: array, items: { type: string, minLength: 1 } }
#       default: []
#       direction: fewer-is-looser
package plimsoll.rules.image.image_registry_approved

import data.plimsoll.lib.images
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/image-registry-approved"]

violations contains result.fail(image, args) if {
	count(_params.approvedRegistries) > 0
	some image in input.resources
	names := _names(image)
	every name in names { not _is_approved(name) }
	args := _args(names)
}

not_applicable contains result.because(image, "no-list", {}) if {
	count(_params.approvedRegistries) == 0
	some image in input.resources
}

_names(image) := [name | some name in array.concat(image.tags, image.digests); not images.is_id(name)]

_args([]) := {"code": "unnamed"}

_args(names) := {"code": "elsewhere", "names": names} if count(names) > 0

_is_approved(name) if {
	parsed := images.parse(name)
	some approved in _params.approvedRegistries
	below := concat("", [trim_right(approved, "/"), "/"])
	startswith(concat("/", [parsed.registry, parsed.repository, ""]), below)
}
