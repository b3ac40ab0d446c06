# METADATA
# title: What a container mounts does not spread to the host
# description: |
#   With shared propagation a mount made in the container appears on the host, where it can hide or replace files.
# related_resources:
# - ref: https://docs.docker.com/engine/storage/bind-mounts/#configure-bind-propagation
# custom:
#   severity: medium
#   kind: container
#   needs: [mounts]
#   message: What {name} mounts below {destination} appears on the host ({propagation})
#   remediation: Mount it with the default propagation, or with rslave where mounts of the host have to appear inside.
#   fixes:
#     dockerRun: docker run --mount type=bind,source=/srv,target=/srv,bind-propagation=rslave IMAGE
#   aliases:
#     docker-bench: "5.20"
#     docker-bench-1.6.0: "5.19"
#     inspec: docker-5.19
package plimsoll.rules.container.container_mount_propagation_shared

import data.plimsoll.lib.result

violations contains result.part(container, mount.destination, {"pointer": "/mounts"}, args) if {
	some container in input.resources
	some mount in container.mounts
	mount.propagation in {"shared", "rshared"}
	args := {"destination": mount.destination, "propagation": mount.propagation}
}
