# METADATA
# title: Containers have a host name of their own
# description: |
#   A container in the host's UTS namespace can rename the host, which misleads logs, certificates and clusters.
# related_resources:
# - ref: https://docs.docker.com/reference/cli/docker/container/run/#uts
# custom:
#   severity: medium
#   kind: container
#   needs: [utsMode]
#   message: "{name} shares the host name of the host and can change it"
#   remediation: Start it without --uts host.
#   fixes:
#     dockerRun: docker run --hostname app IMAGE
#     compose: |
#       services:
#         app:
#           hostname: app
#   aliases:
#     docker-bench: "5.21"
#     docker-bench-1.6.0: "5.20"
#     inspec: docker-5.20
package plimsoll.rules.container.container_host_uts

import data.plimsoll.lib.result

violations contains result.fail(container, {}) if {
	some container in input.resources
	container.utsMode == "host"
}
