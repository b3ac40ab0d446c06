# METADATA
# title: Containers see their own control groups only
# description: |
#   In the host's control group namespace a container sees the names and limits of all others. It is the default on hosts
#   with control groups of version 1, which is one more reason to leave those.
# related_resources:
# - ref: https://docs.docker.com/reference/cli/docker/container/run/
# custom:
#   severity: low
#   kind: container
#   needs: [cgroupnsMode]
#   message: "{name} sees the control groups of the host"
#   remediation: Start it with --cgroupns private, or move the host to control groups of version 2.
#   fixes:
#     dockerRun: docker run --cgroupns private IMAGE
#     compose: |
#       services:
#         app:
#           cgroup: private
#     daemonJson: |
#       { "default-cgroupns-mode": "private" }
package plimsoll.rules.container.container_host_cgroupns

import data.plimsoll.lib.result

violations contains result.fail(container, {}) if {
	some container in input.resources
	container.cgroupnsMode == "host"
}
