# METADATA
# title: Containers name the version of the image they run
# description: |
#   Without a tag, or with latest, the same command gives another program tomorrow, and nobody can say which one ran. A
#   digest is best; a tag that names a version is enough here.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#pin-base-image-versions
# custom:
#   severity: medium
#   kind: container
#   needs: [image]
#   message: "{name} was started from {image}, which names no version"
#   remediation: Name a version, or better the digest, where the container is started.
#   fixes:
#     dockerRun: docker run nginx:1.29.1
#     compose: |
#       services:
#         app:
#           image: nginx:1.29.1
#   aliases:
#     dockle: DKL-DI-0006
#     trivy: KSV-0013
package plimsoll.rules.container.container_image_pinned

import data.plimsoll.lib.images
import data.plimsoll.lib.result

violations contains result.fail(container, {}) if {
	some container in input.resources
	not images.is_id(container.image)
	reference := images.parse(container.image)
	reference.digest == ""
	reference.tag in {"", "latest"}
}
