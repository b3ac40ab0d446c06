# METADATA
# title: The port of a swarm's managers listens on one chosen address
# description: |
#   Over this port nodes join and are controlled. On every address of the host it is also open to networks in which there
#   are no nodes. A manager that waits for its unlock key listens nowhere yet, which cannot be judged.
# related_resources:
# - ref: https://docs.docker.com/reference/cli/docker/swarm/init/#listen-addr
# custom:
#   severity: medium
#   kind: host
#   needs: [listening, files]
#   message: "{name} listens for the control of its swarm on {address}, port {port}, which is every address it has"
#   remediation: Leave the swarm and join or create it again with --listen-addr; it cannot be changed in place.
#   reasons:
#     no-manager: "{name} does not manage a swarm"
#   parameters:
#     swarmPorts:
#       title: Ports on which managers listen
#       schema: { type: array, items: { type: integer, minimum: 1, maximum: 65535 }, minItems: 1 }
#       default: [2377]
#       direction: fewer-is-looser
#   fixes:
#     shell: docker swarm init --listen-addr 192.0.2.10:2377 --advertise-addr 192.0.2.10
#   aliases:
#     docker-bench: "7.2"
#     docker-bench-1.6.0: "7.3"
#     inspec: docker-2.17
package plimsoll.rules.host.swarm_bound_interface

import data.plimsoll.lib.result
import data.plimsoll.lib.swarmhost

_params := data.plimsoll.params["plimsoll/swarm-bound-interface"]

violations contains result.part(host, name, {"pointer": "/listening"}, args) if {
	some host in input.resources
	some socket in swarmhost.listeners(host.listening, _params.swarmPorts)
	socket.allInterfaces == true
	name := concat(" ", [socket.protocol, socket.address, format_int(socket.port, 10)])
	args := {"port": socket.port, "address": socket.address}
}

not_applicable contains result.because(host, "no-manager", {}) if {
	some host in input.resources
	count(swarmhost.listeners(host.listening, _params.swarmPorts)) == 0
	swarmhost.has_no_log(host.files)
}

unknown contains result.unknown(host, "listening", "not-supported") if {
	some host in input.resources
	count(swarmhost.listeners(host.listening, _params.swarmPorts)) == 0
	not swarmhost.has_no_log(host.files)
}
