# METADATA
# title: Each container may start only so many processes
# description: |
#   A program that forks without end takes every process number of the host, and nobody can log in to stop it.
# related_resources:
# - ref: https://docs.docker.com/reference/cli/docker/container/run/
# custom:
#   severity: medium
#   kind: container
#   needs: [pidsLimit]
#   message: "{name} may start any number of processes"
#   remediation: Start it with --pids-limit.
#   fixes:
#     dockerRun: docker run --pids-limit 200 IMAGE
#     compose: |
#       services:
#         app:
#           pids_limit: 200
#   aliases:
#     docker-bench: "5.29"
#     docker-bench-1.6.0: "5.28"
#     inspec: docker-5.28
package plimsoll.rules.container.container_pids_limit

import data.plimsoll.lib.result

violations contains result.fail(container, {}) if {
	some container in input.resources
	container.pidsLimit == 0
}
