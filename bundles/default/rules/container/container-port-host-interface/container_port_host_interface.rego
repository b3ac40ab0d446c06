# METADATA
# title: Published ports listen on one chosen address of the host
# description: |
#   A port published without an address is open on every interface of the host, and the engine's own packet filter
#   rules go before those of the host's firewall. Ports that are meant for everybody are named in allowedPorts.
# related_resources:
# - ref: https://docs.docker.com/engine/network/port-publishing/
# custom:
#   severity: medium
#   kind: container
#   needs: [ports]
#   runtimes: [docker, podman]
#   message: "{name} publishes {port} on every interface of the host"
#   remediation: Publish it on an address, such as 127.0.0.1 behind a reverse proxy, or name it in allowedPorts.
#   parameters:
#     allowedPorts:
#       title: Ports of the host that may be open on every interface
#       schema: { type: array, items: { type: integer, minimum: 1, maximum: 65535 } }
#       default: []
#       direction: more-is-looser
#   fixes:
#     dockerRun: docker run --publish 127.0.0.1:8080:80 IMAGE
#     compose: |
#       services:
#         app:
#           ports: ["127.0.0.1:8080:80"]
#   aliases:
#     docker-bench: "5.14"
#     docker-bench-1.6.0: "5.13"
#     inspec: docker-5.13
package plimsoll.rules.container.container_port_host_interface

import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/container-port-host-interface"]

violations contains result.part(container, name, {"pointer": "/ports"}, {"port": name}) if {
	some container in input.resources
	some port in container.ports
	port.hostIp in {"0.0.0.0", "::", ""}
	not port.hostPort in _params.allowedPorts
	name := concat("", [format_int(port.hostPort, 10), "/", port.protocol])
}
