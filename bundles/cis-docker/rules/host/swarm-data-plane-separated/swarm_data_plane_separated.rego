# METADATA
# title: Management of a swarm and the traffic of its services use different interfaces
# description: |
#   Then neither can crowd out the other, and services cannot reach the ports of the management. A manager with one interface
#   cannot separate them; with more, the address of the traffic is not shown anywhere, so a person is asked. Interfaces
#   that the engine makes do not count.
# related_resources:
# - ref: https://docs.docker.com/engine/swarm/networking/#use-a-separate-interface-for-control-and-data-traffic
# custom:
#   severity: low
#   kind: host
#   needs: [interfaces, listening, files]
#   message: "{name} manages a swarm and has the one interface {interface}, which carries management and traffic alike"
#   remediation: Leave the swarm and join it again with --advertise-addr and --data-path-addr on different interfaces.
#   question: "Which of the interfaces of {name} ({interfaces}) carries traffic of services, and which the management?"
#   reasons:
#     no-manager: "{name} does not manage a swarm"
#   parameters:
#     swarmPorts:
#       title: Ports on which managers listen
#       schema: { type: array, items: { type: integer, minimum: 1, maximum: 65535 }, minItems: 1 }
#       default: [2377]
#       direction: fewer-is-looser
#   fixes:
#     shell: docker swarm init --advertise-addr eth0 --data-path-addr eth1
#   aliases:
#     docker-bench: "7.9"
#     docker-bench-1.6.0: "7.10"
package plimsoll.rules.host.swarm_data_plane_separated

import data.plimsoll.lib.result
import data.plimsoll.lib.swarmhost

_params := data.plimsoll.params["plimsoll/swarm-data-plane-separated"]

violations contains result.fail(host, {"interface": concat("", names)}) if {
	some host in input.resources
	_listens(host)
	names := _usable(host)
	count(names) == 1
}

not_applicable contains result.because(host, "no-manager", {}) if {
	some host in input.resources
	not _listens(host)
	swarmhost.has_no_log(host.files)
}

unknown contains result.unknown(host, "listening", "not-supported") if {
	some host in input.resources
	not _listens(host)
	not swarmhost.has_no_log(host.files)
}

review contains result.ask(host, {"interfaces": concat(", ", sort(names))}) if {
	some host in input.resources
	_listens(host)
	names := _usable(host)
	count(names) != 1
}

_listens(host) if count(swarmhost.listeners(host.listening, _params.swarmPorts)) > 0

_usable(host) := {interface.name |
	some interface in host.interfaces
	interface.up == true
	interface.loopback == false
	not _is_made_by_engine(interface.name)
}

_is_made_by_engine(name) if name in {"docker0", "docker_gwbridge"}

_is_made_by_engine(name) if startswith(name, "veth")

_is_made_by_engine(name) if regex.match(`^br-[0-9a-f]{12}$`, name)
