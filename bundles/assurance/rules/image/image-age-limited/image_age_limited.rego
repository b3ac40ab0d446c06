# METADATA
# title: Images are built again before they are too old
# description: |
#   An image gets fixes only when it is built again. Builders that make the same bytes every time state no time, or a
#   time before the year 2000; for those the rule does not apply.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#rebuild-your-images-often
# custom:
#   severity: medium
#   kind: image
#   needs: [createdAt]
#   message: "{name} was built {days} days ago; maxAgeDays allows {maxAgeDays}"
#   remediation: Build the image again with a fresh base, by a timer and not only on changes.
#   reasons:
#     no-time: "{name} does not say when it was built"
#   parameters:
#     maxAgeDays:
#       title: Days after which an image must have been built again
#       schema: { type: integer, minimum: 1 }
#       default: 90
#       direction: higher-is-looser
#   fixes:
#     shell: "docker build --pull --no-cache --tag registry.example.org/app:1.2 ."
package plimsoll.rules.image.image_age_limited

import data.plimsoll.lib.result
import data.plimsoll.lib.time as times

_params := data.plimsoll.params["plimsoll/image-age-limited"]

violations contains result.fail(image, {"days": age.value, "maxAgeDays": _params.maxAgeDays}) if {
	some image in input.resources
	age := times.days_between(image.createdAt, data.plimsoll.now)
	age.ok == true
	age.value > _params.maxAgeDays
}

not_applicable contains result.because(image, "no-time", {}) if {
	some image in input.resources
	_states_no_time(image.createdAt)
}

_states_no_time(at) if is_null(at)

_states_no_time(at) if startswith(at, "1")

_states_no_time(at) if startswith(at, "000")
