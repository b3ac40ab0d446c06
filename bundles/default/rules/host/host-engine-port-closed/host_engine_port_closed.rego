# METADATA
# title: Nothing listens on the engine's unprotected port
# description: |
#   Port 2375 is where engines offer their API without encryption. Whoever reaches it owns the host, whatever engine it
#   is and whether it was audited or not.
# related_resources:
# - ref: https://docs.docker.com/engine/security/protect-access/
# custom:
#   severity: critical
#   kind: host
#   needs: [listening]
#   message: "Port {port} of {name}, on which engines offer their API without encryption, is open at {address}"
#   remediation: Remove the tcp:// address from the engine, or protect it with client certificates on port 2376.
#   parameters:
#     ports:
#       title: Ports on which an engine's API without encryption is expected
#       schema: { type: array, items: { type: integer, minimum: 1, maximum: 65535 }, minItems: 1 }
#       default: [2375]
#       direction: fewer-is-looser
package plimsoll.rules.host.host_engine_port_closed

import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/host-engine-port-closed"]

violations contains result.part(host, name, {"pointer": "/listening"}, args) if {
	some host in input.resources
	some socket in host.listening
	socket.port in _params.ports
	socket.protocol in {"tcp", "tcp6"}
	socket.loopback == false
	name := concat(" ", [socket.protocol, socket.address, format_int(socket.port, 10)])
	args := {"port": socket.port, "address": socket.address}
}
