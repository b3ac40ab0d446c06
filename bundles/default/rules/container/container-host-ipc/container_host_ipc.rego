# METADATA
# title: Containers do not share memory with the host
# description: |
#   Shared memory and semaphores of the host's processes can be read and changed from a container that joins them.
# related_resources:
# - ref: https://docs.docker.com/reference/cli/docker/container/run/#ipc
# custom:
#   severity: high
#   kind: container
#   needs: [ipcMode]
#   message: "{name} shares memory and semaphores with the host"
#   remediation: Start it without --ipc host; give it shared memory of its own with --shm-size.
#   fixes:
#     dockerRun: docker run --shm-size 256m IMAGE
#     compose: |
#       services:
#         app:
#           shm_size: 256m
#     kubernetes: |
#       hostIPC: false
#   aliases:
#     docker-bench: "5.17"
#     docker-bench-1.6.0: "5.16"
#     inspec: docker-5.16
#     trivy: KSV-0008
package plimsoll.rules.container.container_host_ipc

import data.plimsoll.lib.result

violations contains result.fail(container, {}) if {
	some container in input.resources
	container.ipcMode == "host"
}
