# METADATA
# title: Images are built on bases from publishers the organisation trusts
# description: |
#   An image whose lowest layers are those of a listed base stands on it, whatever it is called. Where trusted registries
#   are given, an image that neither stands on a listed base nor bears a name below one of them fails. A name alone proves
#   no base, so a person decides on the rest.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#choose-the-right-base-image
# custom:
#   severity: high
#   kind: image
#   needs: [tags, digests, layers]
#   message: "{name} bears no name below a trusted registry and stands on no trusted base"
#   question: "Is {name} built on a base image from a publisher you trust? Its names: {names}"
#   remediation: Build it again from an approved base that is pinned by digest, and let only such images in.
#   parameters:
#     trustedRegistries:
#       title: Registries, or folders of them, whose images are trusted; null leaves the answer to a person
#       schema: { type: [array, "null"], items: { type: string, minLength: 1 } }
#       default: null
#       direction: more-is-looser
#     trustedBaseDigests:
#       title: Trusted base images, each as the digests of its layers (RootFS.Layers), lowest first
#       schema:
#         type: array
#         items: { type: array, minItems: 1, items: { type: string, pattern: "^sha256:[0-9a-f]{64}$" } }
#       default: []
#       direction: more-is-looser
#   aliases:
#     docker-bench: "4.2"
#     inspec: docker-4.2
package plimsoll.rules.image.image_trusted_base

import data.plimsoll.lib.images
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/image-trusted-base"]

violations contains result.fail(image, {"names": _names(image)}) if {
	is_array(_params.trustedRegistries)
	some image in input.resources
	not _stands_on_trusted(image)
	every reference in _names(image) { not _is_below_trusted(reference) }
}

review contains result.ask(image, {"names": _names(image)}) if {
	some image in input.resources
	not _stands_on_trusted(image)
}

_names(image) := array.concat(image.tags, image.digests)

_stands_on_trusted(image) if {
	some base in _params.trustedBaseDigests
	count(base) > 0
	array.slice(image.layers, 0, count(base)) == base
}

_is_below_trusted(reference) if {
	parsed := images.parse(reference)
	some trusted in _params.trustedRegistries
	startswith(concat("/", [parsed.registry, parsed.repository, ""]), concat("", [trim_right(trusted, "/"), "/"]))
}
