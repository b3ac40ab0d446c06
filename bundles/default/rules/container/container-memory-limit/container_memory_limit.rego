# METADATA
# title: Each container has a limit of memory
# description: |
#   Without a limit one container can use up the memory of the host, and the kernel then ends processes at its own
#   choice.
# related_resources:
# - ref: https://docs.docker.com/engine/containers/resource_constraints/#limit-a-containers-access-to-memory
# custom:
#   severity: medium
#   kind: container
#   needs: [memoryLimit]
#   message: "{name} may use all memory of the host"
#   remediation: Start it with --memory; a reservation alone is no limit.
#   fixes:
#     dockerRun: docker run --memory 512m IMAGE
#     compose: |
#       services:
#         app:
#           mem_limit: 512m
#     kubernetes: |
#       resources:
#         limits:
#           memory: 512Mi
#   aliases:
#     docker-bench: "5.11"
#     docker-bench-1.6.0: "5.10"
#     inspec: docker-5.10
#     trivy: KSV-0018
package plimsoll.rules.container.container_memory_limit

import data.plimsoll.lib.result

violations contains result.fail(container, {}) if {
	some container in input.resources
	container.memoryLimit == 0
}
