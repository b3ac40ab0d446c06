# METADATA
# title: Images tell the engine how to test that their service works
# description: |
#   Without a test a process that hangs counts as running. Base images and tools that end after one task need none: list
#   them as exempt. Images in the OCI format of builders that drop the test appear here as images without one.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#healthcheck
# custom:
#   severity: low
#   kind: image
#   needs: [healthcheck, tags, digests]
#   message: "{name} has no health check"
#   remediation: Add HEALTHCHECK to the Dockerfile, or set the check where the container is started.
#   reasons:
#     exempt: "{name} is on the list of images that need no health check"
#   parameters:
#     exemptImages:
#       title: Images that need no check, such as bases and tools; names without tag
#       schema: { type: array, items: { type: string, minLength: 1 } }
#       default: []
#       direction: more-is-looser
#   fixes:
#     compose: |
#       services:
#         app:
#           healthcheck:
#             test: [CMD, wget, -qO-, "http://127.0.0.1:8080/health"]
#     dockerRun: docker run --health-cmd "wget -qO- http://127.0.0.1:8080/health" IMAGE
#   aliases:
#     docker-bench: "4.6"
#     dockle: CIS-DI-0006
#     inspec: docker-4.6
#     trivy: DS-0026
package plimsoll.rules.image.image_healthcheck

import data.plimsoll.lib.images
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/image-healthcheck"]

violations contains result.fail(image, {}) if {
	some image in input.resources
	not _has_check(image)
}

not_applicable contains result.because(image, "exempt", {}) if {
	some image in input.resources
	some reference in array.concat(image.tags, image.digests)
	some exempt in _params.exemptImages
	_repository(reference) == _repository(exempt)
}

_has_check(image) if {
	count(image.healthcheck.test) > 0
	image.healthcheck.test[0] != "NONE"
}

_repository(reference) := [parsed.registry, parsed.repository] if parsed := images.parse(reference)
