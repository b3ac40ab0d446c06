# METADATA
# title: Databases and control interfaces are not open to every network
# description: |
#   Databases, caches, message brokers and control interfaces are meant for a few clients, and many of them ask for no
#   password. Published on every interface they are found by scanners within hours.
# related_resources:
# - ref: https://docs.docker.com/engine/network/port-publishing/
# custom:
#   severity: high
#   kind: container
#   needs: [ports]
#   runtimes: [docker, podman]
#   message: "{name} publishes {port}, an internal service, on every interface of the host (port {hostPort})"
#   remediation: Do not publish it; let its clients join the same network, or publish it on an internal address.
#   parameters:
#     internalPorts:
#       title: Ports, inside the container, of services that are not meant for everybody
#       schema: { type: array, items: { type: integer, minimum: 1, maximum: 65535 } }
#       default:
#         [23, 111, 445, 873, 1433, 1521, 2049, 2181, 2375, 2376, 2379, 2380, 3306, 4243, 5432, 5900, 5984, 6379, 8500, 9042,
#         9092, 9200, 9300, 10250, 11211, 15672, 27017]
#       direction: fewer-is-looser
#   fixes:
#     dockerRun: docker run --network app IMAGE
#     compose: |
#       services:
#         database:
#           networks: [app]
#       networks:
#         app:
#           internal: true
package plimsoll.rules.container.container_internal_port_exposed

import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/container-internal-port-exposed"]

violations contains result.part(container, name, {"pointer": "/ports"}, args) if {
	some container in input.resources
	some port in container.ports
	port.hostIp in {"0.0.0.0", "::", ""}
	port.containerPort in _params.internalPorts
	name := concat("", [format_int(port.containerPort, 10), "/", port.protocol])
	args := {"port": name, "hostPort": port.hostPort}
}
