# METADATA
# title: Containers hold no capability beyond the engine's default set
# description: |
#   Each added capability is a part of root. The default set is what engines give without asking; more is named in
#   allowedAddedCapabilities, and less can be asked for with requireDropAll and requireNoNetRaw.
# related_resources:
# - ref: https://docs.docker.com/engine/containers/run/#runtime-privilege-and-linux-capabilities
# - ref: https://man7.org/linux/man-pages/man7/capabilities.7.html
# custom:
#   severity: high
#   kind: container
#   needs: [capAdd, capDrop, privileged]
#   message:
#     added: "{name} was given capability {capability}, which is not in the default set"
#     privileged: "{name} runs privileged and so holds every capability"
#     kept: "{name} keeps capability {capability}, which is to be dropped"
#   remediation: Start it with --cap-drop ALL and add back only what the process uses.
#   parameters:
#     allowedAddedCapabilities:
#       title: Capabilities beyond the default set that containers may hold; ALL is never allowed
#       schema: { type: array, items: { type: string, pattern: "^[A-Z_]+$" } }
#       default: []
#       direction: more-is-looser
#     requireDropAll:
#       title: Whether each container has to drop all capabilities first
#       schema: { type: boolean }
#       default: false
#     requireNoNetRaw:
#       title: Whether each container has to do without NET_RAW
#       schema: { type: boolean }
#       default: false
#   fixes:
#     dockerRun: docker run --cap-drop ALL --cap-add NET_BIND_SERVICE IMAGE
#     compose: |
#       services:
#         app:
#           cap_drop: [ALL]
#           cap_add: [NET_BIND_SERVICE]
#     kubernetes: |
#       securityContext:
#         capabilities:
#           drop: [ALL]
#           add: [NET_BIND_SERVICE]
#   aliases:
#     docker-bench: "5.4"
#     docker-bench-1.6.0: "5.3"
#     inspec: docker-5.3
#     trivy: KSV-0022
package plimsoll.rules.container.container_capabilities_restricted

import data.plimsoll.lib.capabilities
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/container-capabilities-restricted"]

violations contains _finding(container, capability, "/capAdd", "added") if {
	some container in input.resources
	some capability in container.capAdd
	not capability in capabilities.defaults
	not _is_allowed(capability)
}

violations contains result.part(container, "privileged", {"pointer": "/privileged"}, {"code": "privileged"}) if {
	some container in input.resources
	container.privileged == true
}

violations contains _finding(container, "ALL", "/capDrop", "kept") if {
	_params.requireDropAll == true
	some container in input.resources
	not "ALL" in container.capDrop
	not "ALL" in container.capAdd
}

violations contains _finding(container, "NET_RAW", "/capDrop", "kept") if {
	_params.requireNoNetRaw == true
	some container in input.resources
	_keeps(container, "NET_RAW")
}

_is_allowed(capability) if {
	capability != "ALL"
	capability in _params.allowedAddedCapabilities
}

# A capability that is added by name is held whatever is dropped.
_keeps(container, capability) if capabilities.is_added(container, capability)

_keeps(container, capability) if {
	not capability in container.capDrop
	not "ALL" in container.capDrop
}

_finding(container, capability, pointer, code) := result.part(
	container, capability,
	{"pointer": pointer},
	{"capability": capability, "code": code},
)
