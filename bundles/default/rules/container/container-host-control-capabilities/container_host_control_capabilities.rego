# METADATA
# title: No container holds a capability that hands over the host
# description: |
#   With SYS_ADMIN a process mounts file systems and enters namespaces, with SYS_MODULE it loads code into the kernel, with
#   SYS_RAWIO it reaches memory and disks. Each is enough to leave the container.
# related_resources:
# - ref: https://man7.org/linux/man-pages/man7/capabilities.7.html
# - ref: https://docs.docker.com/engine/security/#linux-kernel-capabilities
# custom:
#   severity: critical
#   kind: container
#   needs: [capAdd, capDrop]
#   message: "{name} holds capability {capability}, which is enough to take over the host"
#   remediation: Start it without the capability; move what needs it to a service of the host.
#   fixes:
#     dockerRun: docker run --cap-drop ALL IMAGE
#     compose: |
#       services:
#         app:
#           cap_drop: [ALL]
#     kubernetes: |
#       securityContext:
#         capabilities:
#           drop: [ALL]
#   aliases:
#     docker-bench: [C.5.3.2, C.5.3.3]
#     trivy: KSV-0005
package plimsoll.rules.container.container_host_control_capabilities

import data.plimsoll.lib.capabilities
import data.plimsoll.lib.result

_decisive := {"SYS_ADMIN", "SYS_MODULE", "SYS_RAWIO"}

violations contains result.part(container, capability, {"pointer": "/capAdd"}, {"capability": capability}) if {
	some container in input.resources
	count(container.capAdd) > 0
	some capability in _decisive
	capabilities.is_added(container, capability)
}
