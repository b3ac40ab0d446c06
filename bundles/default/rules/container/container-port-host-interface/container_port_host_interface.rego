# METADATA
# title: Published ports listen on one chosen address of the host
# description: |
#   A port published without an address is open on every interface of the host, and the engine's own packet filter
#   rules go before those of the host's firewall. Ports that are meant for everybody are named in allowedPorts. A container
#   that publishes whatever its image exposes does so without an address at its next start, also while it is stopped.
# related_resources:
# - ref: https://docs.docker.com/engine/network/port-publishing/
# custom:
#   severity: medium
#   kind: container
#   needs: [networkMode, ports, publishAllPorts]
#   runtimes: [docker, podman]
#   message:
#     port: "{name} publishes {port} on every interface of the host"
#     all: "{name} publishes {port} on every interface of the host at its next start, since it publishes all that is exposed"
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

violations contains result.part(container, name, {"pointer": "/ports"}, {"code": "port", "port": name}) if {
	some container in input.resources
	some port in container.ports
	port.hostIp in {"0.0.0.0", "::", ""}
	not port.hostPort in _params.allowedPorts
	name := concat("", [format_int(port.hostPort, 10), "/", port.protocol])
}

violations contains result.part(container, part, {"pointer": "/publishAllPorts"}, {"code": "all", "port": name}) if {
	some container in input.resources
	container.publishAllPorts == true
	not container.networkMode in {"host", "none"}
	not startswith(container.networkMode, "container:")
	some port in container.ports
	port.hostIp == null
	name := concat("", [format_int(port.containerPort, 10), "/", port.protocol])
	part := concat(" ", ["exposed", name])
}
