# METADATA
# title: Images are no larger than is allowed
# description: |
#   A large image mostly holds what nobody uses at run time: it takes long to move, to search and to rebuild.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#create-reusable-stages
# custom:
#   severity: low
#   kind: image
#   needs: [size]
#   message: "{name} has {megabytes} MB unpacked; maxMegabytes allows {maxMegabytes}"
#   remediation: Build in one stage and copy only the result into another; start from a smaller base.
#   parameters:
#     maxMegabytes:
#       title: Megabytes (of a million bytes), unpacked
#       schema: { type: number, minimum: 0 }
#       default: 2000
#       direction: higher-is-looser
package plimsoll.rules.image.image_size_limited

import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/image-size-limited"]

violations contains result.fail(image, {"megabytes": megabytes, "maxMegabytes": _params.maxMegabytes}) if {
	some image in input.resources
	image.size > _params.maxMegabytes * 1000000
	megabytes := ceil(image.size / 1000000)
}
