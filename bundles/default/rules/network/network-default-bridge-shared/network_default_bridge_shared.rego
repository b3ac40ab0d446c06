# METADATA
# title: Containers that do not belong together do not share the default bridge
# description: |
#   Everything that is started without a network lands on the default bridge, where each container reaches every port of
#   all others.
# related_resources:
# - ref: https://docs.docker.com/engine/network/drivers/bridge/
# custom:
#   severity: medium
#   kind: network
#   needs: [isDefaultBridge, interContainerCommunication, containers]
#   message: "{count} containers reach each other on the default bridge: {containers}"
#   remediation: Give containers that belong together a network of their own, or set icc to false.
#   reasons:
#     other-network: "{name} is not the default bridge of the engine"
#   fixes:
#     dockerRun: docker run --network app IMAGE
#     compose: |
#       services:
#         app:
#           networks: [app]
#       networks:
#         app: {}
#     daemonJson: |
#       { "icc": false }
package plimsoll.rules.network.network_default_bridge_shared

import data.plimsoll.lib.result

violations contains result.fail(network, {"count": count(network.containers)}) if {
	some network in input.resources
	network.interContainerCommunication == true
	count(network.containers) > 1
}

not_applicable contains result.because(network, "other-network", {}) if {
	some network in input.resources
	network.isDefaultBridge == false
}
