# METADATA
# title: Overlay networks encrypt what goes between nodes
# description: Without encryption, whoever sits between the nodes reads and changes the traffic of the services.
# related_resources:
# - ref: https://docs.docker.com/engine/network/drivers/overlay/#encrypt-traffic-on-an-overlay-network
# custom:
#   severity: medium
#   kind: network
#   needs: [driver, encrypted]
#   message: "{name} carries traffic between nodes in the clear"
#   remediation: Create it again with the option encrypted and move the services over.
#   reasons:
#     not-overlay: "{name} does not span several machines"
#     exempt: "{name} is on the list exemptNetworks"
#   parameters:
#     exemptNetworks:
#       title: Overlay networks that run over links which are encrypted already
#       schema: { type: array, items: { type: string, minLength: 1 } }
#       default: []
#       direction: more-is-looser
#   fixes:
#     shell: docker network create --driver overlay --opt encrypted app
#     compose: |
#       networks:
#         app:
#           driver: overlay
#           driver_opts: { encrypted: "true" }
#   aliases:
#     docker-bench: "7.3"
#     docker-bench-1.6.0: "7.4"
#     inspec: docker-2.19
package plimsoll.rules.network.network_overlay_encrypted

import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/network-overlay-encrypted"]

violations contains result.fail(network, {}) if {
	some network in input.resources
	network.encrypted == false
}

not_applicable contains result.because(network, "not-overlay", {}) if {
	some network in input.resources
	network.driver != "overlay"
}

not_applicable contains result.because(network, "exempt", {}) if {
	some network in input.resources
	network.driver == "overlay"
	network.name in _params.exemptNetworks
}
