# METADATA
# title: Images are scanned for known holes and rebuilt when fixes exist
# description: |
#   The age of an image is known, the state of its packages is not: unless the image is older than is allowed, a person
#   answers with the report of the scanner.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#rebuild-your-images-often
# custom:
#   severity: high
#   kind: image
#   needs: [createdAt]
#   message: "{name} was built {days} days ago; at most {maxImageAgeDays} are allowed"
#   question: "When was {name} (built: {built}) last scanned, with what, and is every hole with a fix closed?"
#   remediation: Scan in the pipeline and by a timer; rebuild with --pull --no-cache and start the new image.
#   parameters:
#     maxImageAgeDays:
#       title: Days after which an image must have been rebuilt; null leaves it to a person
#       schema: { type: [integer, "null"], minimum: 1 }
#       default: null
#       direction: higher-is-looser
#   fixes:
#     shell: docker build --pull --no-cache --tag registry.example.org/app:1.2 .
#   aliases:
#     docker-bench: "4.4"
#     inspec: docker-4.4
package plimsoll.rules.image.image_scanned_and_rebuilt

import data.plimsoll.lib.result
import data.plimsoll.lib.time as times

_params := data.plimsoll.params["plimsoll/image-scanned-and-rebuilt"]

violations contains result.fail(image, {"days": age.value, "maxImageAgeDays": _params.maxImageAgeDays}) if {
	is_number(_params.maxImageAgeDays)
	some image in input.resources
	age := times.days_between(image.createdAt, data.plimsoll.now)
	age.ok == true
	age.value > _params.maxImageAgeDays
}

review contains result.ask(image, {"built": _built(image.createdAt)}) if {
	some image in input.resources
}

_built(at) := at if is_string(at)

_built(at) := "not stated" if is_null(at)
