# METADATA
# title: The host keeps few images that no container uses
# description: |
#   Images nobody uses fill the disk, and one of them with a known hole is started by mistake.
# related_resources:
# - ref: https://docs.docker.com/reference/cli/docker/image/prune/
# custom:
#   severity: low
#   kind: engine
#   needs: [counts]
#   message:
#     number: "{name} keeps {unused} images that no container uses; at most {highest} are allowed"
#     share: "{name} keeps {unused} of {images} images that no container uses; at most {highest} % are allowed"
#   remediation: Remove unused images on a schedule.
#   reasons:
#     no-images: "{name} has no images"
#   question: "{name} has {images} images, {unused} of them used by no container: is each of those still wanted?"
#   parameters:
#     maxUnusedImages:
#       title: How many images may be unused; null sets no number
#       schema: { type: [integer, "null"], minimum: 0 }
#       default: null
#     maxUnusedPercent:
#       title: Which share of the images may be unused, in percent; null sets no share
#       schema: { type: [integer, "null"], minimum: 0, maximum: 100 }
#       default: null
#   fixes:
#     shell: docker image prune --all --force --filter until=720h
#   aliases:
#     docker-bench: "6.1"
#     inspec: host-6.4
package plimsoll.rules.engine.image_sprawl

import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/image-sprawl"]

violations contains result.part(engine, "number", {"pointer": "/counts"}, args) if {
	is_number(_params.maxUnusedImages)
	some engine in input.resources
	engine.counts.unusedImages > _params.maxUnusedImages
	args := {"code": "number", "unused": engine.counts.unusedImages, "highest": _params.maxUnusedImages}
}

violations contains result.part(engine, "share", {"pointer": "/counts"}, args) if {
	is_number(_params.maxUnusedPercent)
	some engine in input.resources
	engine.counts.unusedImages * 100 > engine.counts.images * _params.maxUnusedPercent
	args := {
		"code": "share",
		"unused": engine.counts.unusedImages,
		"images": engine.counts.images,
		"highest": _params.maxUnusedPercent,
	}
}

not_applicable contains result.because(engine, "no-images", {}) if {
	some engine in input.resources
	engine.counts.images == 0
}

review contains result.ask(engine, {"images": engine.counts.images, "unused": engine.counts.unusedImages}) if {
	is_null(_params.maxUnusedImages)
	is_null(_params.maxUnusedPercent)
	some engine in input.resources
	engine.counts.images > 0
}
