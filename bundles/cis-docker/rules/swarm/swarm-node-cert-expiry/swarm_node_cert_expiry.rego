# METADATA
# title: Certificates of nodes live only as long as policy allows
# description: |
#   Nodes renew their certificates by themselves, so a short life costs nothing and shuts out a stolen one soon. The engine's
#   own default is 90 days. How long is right is given by maxNodeCertExpiry, or said by a person.
# related_resources:
# - ref: https://docs.docker.com/engine/swarm/how-swarm-mode-works/pki/
# custom:
#   severity: low
#   kind: swarm
#   needs: [certificateExpirySeconds]
#   message: Certificates of nodes of {name} live {certificateExpirySeconds} seconds; from 1 to {maximum} are allowed
#   remediation: Set a shorter life with docker swarm update --cert-expiry.
#   question: "Is a life of {certificateExpirySeconds} seconds for certificates of nodes of {name} what policy allows?"
#   parameters:
#     maxNodeCertExpiry:
#       title: How many seconds a certificate of a node may live; null leaves the answer to a person
#       schema: { type: [integer, "null"], minimum: 3600 }
#       default: null
#   fixes:
#     shell: docker swarm update --cert-expiry 48h
#   aliases:
#     docker-bench: "7.7"
#     docker-bench-1.6.0: "7.8"
package plimsoll.rules.swarm.swarm_node_cert_expiry

import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/swarm-node-cert-expiry"]

violations contains result.fail(swarm, {"maximum": _params.maxNodeCertExpiry}) if {
	is_number(_params.maxNodeCertExpiry)
	some swarm in input.resources
	not _is_within(swarm.certificateExpirySeconds)
}

review contains result.ask(swarm, {}) if {
	is_null(_params.maxNodeCertExpiry)
	some swarm in input.resources
}

_is_within(seconds) if {
	seconds > 0
	seconds <= _params.maxNodeCertExpiry
}
