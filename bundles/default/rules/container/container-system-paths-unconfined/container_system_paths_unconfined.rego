# METADATA
# title: Dangerous files of /proc and /sys stay closed to containers
# description: |
#   The engine hides or write-protects files such as /proc/sys and /proc/sysrq-trigger. Where they are opened, root of the
#   container writes settings of the host's kernel. Privileged containers are judged by a rule of their own.
# related_resources:
# - ref: https://docs.docker.com/reference/cli/docker/container/run/#security-opt
# custom:
#   severity: high
#   kind: container
#   needs: [systemPathsUnconfined, privileged]
#   message: Protected files of /proc and /sys are open to {name}
#   remediation: Start it without --security-opt systempaths=unconfined.
#   fixes:
#     dockerRun: docker run IMAGE
#     kubernetes: |
#       securityContext:
#         procMount: Default
#   aliases:
#     trivy: KSV-0027
package plimsoll.rules.container.container_system_paths_unconfined

import data.plimsoll.lib.result

violations contains result.fail(container, {}) if {
	some container in input.resources
	container.systemPathsUnconfined == true
	container.privileged == false
}
