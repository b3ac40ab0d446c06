# METADATA
# title: Containers do not see the processes of the host
# description: |
#   With the host's process namespace a container reads the environment and files of every process, and as root ends or
#   traces them.
# related_resources:
# - ref: https://docs.docker.com/reference/cli/docker/container/run/#pid
# custom:
#   severity: high
#   kind: container
#   needs: [pidMode]
#   message: "{name} sees all processes of the host"
#   remediation: Start it without --pid host.
#   fixes:
#     compose: |
#       services:
#         app:
#           image: app:1.0
#     kubernetes: |
#       hostPID: false
#   aliases:
#     docker-bench: "5.16"
#     docker-bench-1.6.0: "5.15"
#     inspec: docker-5.15
#     trivy: KSV-0010
package plimsoll.rules.container.container_host_pid

import data.plimsoll.lib.result

violations contains result.fail(container, {}) if {
	some container in input.resources
	container.pidMode == "host"
}
