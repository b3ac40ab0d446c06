# METADATA
# title: Each container has a weight or a limit of CPU time
# description: |
#   Without one a busy container slows down all others as much as it likes. Being tied to certain processors is neither.
# related_resources:
# - ref: https://docs.docker.com/engine/containers/resource_constraints/#cpu
# custom:
#   severity: low
#   kind: container
#   needs: [cpuShares, nanoCpus]
#   message: "{name} has neither a weight nor a limit of CPU time of its own"
#   remediation: Start it with --cpus or --cpu-shares; 1024 shares are the default and say nothing.
#   parameters:
#     acceptQuota:
#       title: Whether a limit of CPU time does instead of a weight
#       schema: { type: boolean }
#       default: true
#   fixes:
#     dockerRun: docker run --cpus 1.5 IMAGE
#     compose: |
#       services:
#         app:
#           cpus: 1.5
#     kubernetes: |
#       resources:
#         limits:
#           cpu: 1500m
#   aliases:
#     docker-bench: "5.12"
#     docker-bench-1.6.0: "5.11"
#     inspec: docker-5.11
#     trivy: KSV-0011
package plimsoll.rules.container.container_cpu_limit

import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/container-cpu-limit"]

violations contains result.fail(container, {}) if {
	some container in input.resources
	container.cpuShares in {0, 1024}
	not _has_quota(container)
}

_has_quota(container) if {
	_params.acceptQuota == true
	container.nanoCpus > 0
}
