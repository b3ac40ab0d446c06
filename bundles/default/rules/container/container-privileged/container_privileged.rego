# METADATA
# title: Containers do not run privileged
# description: |
#   A privileged container has every capability, every device and no confinement; its root is the host's root.
# related_resources:
# - ref: https://docs.docker.com/engine/containers/run/#runtime-privilege-and-linux-capabilities
# - ref: https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html
# custom:
#   severity: critical
#   kind: container
#   needs: [privileged]
#   message: "{name} runs privileged"
#   remediation: Recreate it without --privileged; grant the single capability or device that the process uses instead.
#   fixes:
#     dockerRun: docker run --cap-drop ALL --cap-add NET_BIND_SERVICE IMAGE
#     compose: |
#       services:
#         app:
#           privileged: false
#           cap_drop: [ALL]
#           cap_add: [NET_BIND_SERVICE]
#     kubernetes: |
#       securityContext:
#         privileged: false
#   aliases:
#     docker-bench: "5.5"
#     docker-bench-1.6.0: "5.4"
#     inspec: docker-5.4
#     trivy: KSV-0017
package plimsoll.rules.container.container_privileged

import data.plimsoll.lib.result

violations contains result.fail(container, {}) if {
	some container in input.resources
	container.privileged == true
}
