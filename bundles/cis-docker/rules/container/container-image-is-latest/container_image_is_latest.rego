# METADATA
# title: Containers run the newest build of the tag they name
# description: |
#   A container keeps the image it was made from when its tag is pulled or built again. Seen is what the tag names on this
#   machine; whether the registry has a newer build is put to a person. A digest in the reference settles it.
# related_resources:
# - ref: https://docs.docker.com/reference/cli/docker/image/pull/
# custom:
#   severity: medium
#   kind: container
#   needs: [image, imageId, imageTags, imageCreatedAt]
#   runtimes: [docker, podman]
#   message: "{name} was started from {image}, which no longer names the image it runs"
#   remediation: Pull the tag and recreate the container, or name the digest and let a bot update it.
#   question: "Is the image of {name}, made at {created}, the newest build of {image}?"
#   fixes:
#     dockerRun: docker run --pull always nginx:1.29.1
#     compose: |
#       services:
#         app:
#           image: nginx:1.29.1
#           pull_policy: always
#   aliases:
#     docker-bench: "5.28"
#     docker-bench-1.6.0: "5.27"
#     inspec: docker-5.27
package plimsoll.rules.container.container_image_is_latest

import data.plimsoll.lib.images
import data.plimsoll.lib.result

violations contains result.fail(container, {}) if {
	some container in input.resources
	_is_outrun(container)
}

review contains result.ask(container, {"created": _created(container)}) if {
	some container in input.resources
	not _is_pinned(container)
	not _is_outrun(container)
}

_is_pinned(container) if images.parse(container.image).digest != ""

_is_outrun(container) if {
	not _is_pinned(container)
	not _names_id(container)
	_is_known(container)
	named := _full(container.image)
	every tag in container.imageTags { _full(tag) != named }
}

# An id, or the start of one, names no tag.
_names_id(container) if images.is_id(container.image)

_names_id(container) if startswith(container.imageId, concat("", ["sha256:", container.image]))

# An image that was removed meanwhile shows nothing; one whose tag moved away still has its date.
_is_known(container) if count(container.imageTags) > 0

_is_known(container) if container.imageCreatedAt != null

_full(reference) := [parsed.registry, parsed.repository, _tag(parsed.tag)] if {
	parsed := images.parse(reference)
}

_tag("") := "latest"

_tag(tag) := tag if tag != ""

_created(container) := container.imageCreatedAt if container.imageCreatedAt != null

_created(container) := "an unknown time" if container.imageCreatedAt == null
