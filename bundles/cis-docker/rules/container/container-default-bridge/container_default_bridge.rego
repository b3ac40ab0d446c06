# METADATA
# title: Containers are on networks made for them, not on the default bridge
# description: |
#   On the default bridge everything meets that was started without a network, and names are not resolved. On a network of
#   their own containers see only those they work with.
# related_resources:
# - ref: https://docs.docker.com/engine/network/drivers/bridge/
# custom:
#   severity: low
#   kind: container
#   needs: [networks, networkMode]
#   runtimes: [docker]
#   message: "{name} is on the default bridge of the engine"
#   remediation: Create a network for the containers that belong together, and start them with it.
#   reasons:
#     no-bridge: "{name} is on no network that the engine makes ({networkMode})"
#     joined: "{name} shares the network of another container, which is judged itself"
#   fixes:
#     dockerRun: docker run --network app IMAGE
#     compose: |
#       services:
#         app:
#           networks: [app]
#       networks:
#         app: {}
#   aliases:
#     docker-bench: "5.30"
#     docker-bench-1.6.0: "5.29"
#     inspec: docker-5.29
package plimsoll.rules.container.container_default_bridge

import data.plimsoll.lib.result

violations contains result.fail(container, {}) if {
	some container in input.resources
	_is_on_default_bridge(container)
}

not_applicable contains result.because(container, "no-bridge", {}) if {
	some container in input.resources
	container.networkMode in {"host", "none"}
}

not_applicable contains result.because(container, "joined", {}) if {
	some container in input.resources
	startswith(container.networkMode, "container:")
}

_is_on_default_bridge(container) if {
	some network in container.networks
	network.isDefaultBridge == true
}

# A container that was never started may show no networks yet.
_is_on_default_bridge(container) if {
	container.networks == []
	container.networkMode == "bridge"
}
