# METADATA
# title: Swarm mode is off on hosts that do not orchestrate with it
# description: |
#   A node of a swarm opens ports for its control and its networks, and takes orders from the managers. Where that is
#   wanted, swarmNeeded says so; then only a swarm that is broken fails.
# related_resources:
# - ref: https://docs.docker.com/engine/swarm/
# custom:
#   severity: low
#   kind: engine
#   needs: [swarm.state]
#   runtimes: [docker]
#   message:
#     on: "{name} is in swarm mode ({swarm.state}) and swarmNeeded does not say that it should be"
#     error: "{name} should be in a swarm, and its swarm mode is in error"
#   remediation: Leave the swarm and close 2377/tcp, 7946/tcp and udp, and 4789/udp; or set swarmNeeded where it is used.
#   parameters:
#     swarmNeeded:
#       title: Whether this engine is meant to be in a swarm
#       schema: { type: boolean }
#       default: false
#   fixes:
#     shell: docker swarm leave
#   aliases:
#     docker-bench: "5.1"
#     docker-bench-1.6.0: "7.1"
#     inspec: docker-2.15
package plimsoll.rules.engine.swarm_mode_off

import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/swarm-mode-off"]

violations contains result.fail(engine, {"code": "on"}) if {
	_params.swarmNeeded == false
	some engine in input.resources
	not engine.swarm.state in {"inactive", ""}
}

violations contains result.fail(engine, {"code": "error"}) if {
	_params.swarmNeeded == true
	some engine in input.resources
	engine.swarm.state == "error"
}
