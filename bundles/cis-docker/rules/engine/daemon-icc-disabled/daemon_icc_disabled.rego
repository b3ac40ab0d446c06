# METADATA
# title: Neighbours on the default bridge do not see each other
# description: |
#   Every container without a network of its own is on the default bridge. Where they all talk to each other, one that
#   is taken over reaches the ports of every other.
# related_resources:
# - ref: https://docs.docker.com/engine/network/drivers/bridge/
# custom:
#   severity: medium
#   kind: engine
#   needs: [interContainerCommunication]
#   runtimes: [docker]
#   message: "{name} lets all containers of the default bridge talk to each other"
#   remediation: Set icc to false, restart the engine, and give containers that belong together a network.
#   fixes:
#     daemonJson: |
#       { "icc": false }
#   aliases:
#     docker-bench: "2.2"
#     inspec: docker-2.1
package plimsoll.rules.engine.daemon_icc_disabled

import data.plimsoll.lib.result

violations contains result.fail(engine, {}) if {
	some engine in input.resources
	engine.interContainerCommunication == true
}
