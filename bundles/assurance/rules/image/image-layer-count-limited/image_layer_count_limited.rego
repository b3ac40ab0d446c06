# METADATA
# title: Images have no more layers than is allowed
# description: Engines take 127 layers at the most, and what one layer adds and the next removes is still shipped.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#minimize-the-number-of-layers
# custom:
#   severity: low
#   kind: image
#   needs: [layers]
#   message: "{name} has {layers} layers; maxLayers allows {maxLayers}"
#   remediation: Join RUN steps that belong together, and build in one stage what another one copies.
#   parameters:
#     maxLayers:
#       title: Layers of an image
#       schema: { type: integer, minimum: 0 }
#       default: 50
#       direction: higher-is-looser
package plimsoll.rules.image.image_layer_count_limited

import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/image-layer-count-limited"]

violations contains result.fail(image, {"layers": count(image.layers), "maxLayers": _params.maxLayers}) if {
	some image in input.resources
	count(image.layers) > _params.maxLayers
}
