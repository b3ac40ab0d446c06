# METADATA
# title: The engine manages the packet filter of its networks
# description: |
#   With iptables switched off containers are no longer kept apart and published ports follow hand-made rules, which are
#   forgotten with the next network.
# related_resources:
# - ref: https://docs.docker.com/engine/network/packet-filtering-firewalls/
# custom:
#   severity: medium
#   kind: engine
#   needs: [iptables]
#   runtimes: [docker]
#   message: "{name} does not manage the packet filter"
#   remediation: Remove iptables false from daemon.json; put rules of your own into the chain DOCKER-USER.
#   fixes:
#     daemonJson: |
#       { "iptables": true }
#   aliases:
#     docker-bench: "2.4"
#     inspec: docker-2.3
package plimsoll.rules.engine.daemon_iptables_enabled

import data.plimsoll.lib.result

violations contains result.fail(engine, {}) if {
	some engine in input.resources
	engine.iptables == false
}
