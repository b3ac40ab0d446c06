# METADATA
# title: Containers hold no capability that reaches beyond them
# description: |
#   These capabilities read files of the host by handle, trace other processes, watch the kernel or weaken its security
#   modules: one more mistake and the container is left. NET_ADMIN counts where the container shares the host's network.
# related_resources:
# - ref: https://man7.org/linux/man-pages/man7/capabilities.7.html
# custom:
#   severity: high
#   kind: container
#   needs: [capAdd, capDrop, networkMode]
#   message: "{name} holds the dangerous capability {capability}"
#   remediation: Start it without the capability, or name it in allowedCapabilities with the reason.
#   parameters:
#     allowedCapabilities:
#       title: Capabilities of this list that containers may hold
#       schema: { type: array, items: { type: string, pattern: "^[A-Z_]+$" } }
#       default: []
#       direction: more-is-looser
#   fixes:
#     dockerRun: docker run --cap-drop ALL IMAGE
#     compose: |
#       services:
#         app:
#           cap_drop: [ALL]
#   aliases:
#     docker-bench: [C.5.3.1, C.5.3.4]
package plimsoll.rules.container.container_dangerous_capabilities

import data.plimsoll.lib.capabilities
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/container-dangerous-capabilities"]

_dangerous := {
	"BPF",
	"CHECKPOINT_RESTORE",
	"DAC_READ_SEARCH",
	"LINUX_IMMUTABLE",
	"MAC_ADMIN",
	"MAC_OVERRIDE",
	"PERFMON",
	"SYSLOG",
	"SYS_BOOT",
	"SYS_PTRACE",
	"SYS_TIME",
}

violations contains _finding(container, capability) if {
	some container in input.resources
	count(container.capAdd) > 0
	some capability in _dangerous
	capabilities.is_added(container, capability)
	not capability in _params.allowedCapabilities
}

violations contains _finding(container, "NET_ADMIN") if {
	some container in input.resources
	container.networkMode == "host"
	capabilities.is_added(container, "NET_ADMIN")
	not "NET_ADMIN" in _params.allowedCapabilities
}

_finding(container, capability) := result.part(
	container, capability,
	{"pointer": "/capAdd"},
	{"capability": capability},
)
