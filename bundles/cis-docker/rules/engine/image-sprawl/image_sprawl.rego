# METADATA
# title: The host keeps few images that no container uses
# description: |
#   Images nobody uses fill the disk, and one of them with a known hole is started by mistake.
# related_resources:
# - ref: https://docs.docker.com/reference/cli/docker/image/prune/
# custom:
#   severity: low
#   kind: engine
#   needs: [counts, oldestUnusedImageAt]
#   message:
#     number: "{name} keeps {unused} images that no container uses; at most {highest} are allowed"
#     share: "{name} keeps {unused} of {images} images that no container uses; at most {highest} % are allowed"
#     age: "{name} keeps an image that no container uses for {days} days; at most {highest} are allowed"
#   remediation: Remove unused images on a schedule.
#   reasons:
#     no-images: "{name} has no images"
#   question: "{name} has {images} images, {unused} of them used by no container (oldest: {oldest}): is each of those still wanted?"
#   parameters:
#     maxUnusedImages:
#       title: How many images may be unused; null sets no number
#       schema: { type: [integer, "null"], minimum: 0 }
#       default: null
#     maxUnusedPercent:
#       title: Which share of the images may be unused, in percent; null sets no share
#       schema: { type: [integer, "null"], minimum: 0, maximum: 100 }
#       default: null
#     maxUnusedImageAgeDays:
#       title: Days after its creation for which an unused image may be kept; null sets no age
#       schema: { type: [integer, "null"], minimum: 0 }
#       default: null
#       direction: higher-is-looser
#   fixes:
#     shell: docker image prune --all --force --filter until=720h
#   aliases:
#     docker-bench: "6.1"
#     inspec: host-6.4
package plimsoll.rules.engine.image_sprawl

import data.plimsoll.lib.result
import data.plimsoll.lib.time as times

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

violations contains result.part(engine, "age", {"pointer": "/oldestUnusedImageAt"}, args) if {
	is_number(_params.maxUnusedImageAgeDays)
	some engine in input.resources
	age := times.days_between(engine.oldestUnusedImageAt, data.plimsoll.now)
	age.ok == true
	age.value > _params.maxUnusedImageAgeDays
	args := {"code": "age", "days": age.value, "highest": _params.maxUnusedImageAgeDays}
}

not_applicable contains result.because(engine, "no-images", {}) if {
	some engine in input.resources
	engine.counts.images == 0
}

review contains result.ask(engine, args) if {
	is_null(_params.maxUnusedImages)
	is_null(_params.maxUnusedPercent)
	is_null(_params.maxUnusedImageAgeDays)
	some engine in input.resources
	engine.counts.images > 0
	args := {
		"images": engine.counts.images,
		"unused": engine.counts.unusedImages,
		"oldest": _stated(engine.oldestUnusedImageAt),
	}
}

_stated(at) := at if is_string(at)

_stated(null) := "not stated"
