# METADATA
# title: Published ports stay out of the reserved range of the host
# description: |
#   Ports below 1024 belong to the services of the host; clients trust what answers there. A container gets one only
#   where the service needs it, and then it is named in allowedPrivilegedPorts.
# related_resources:
# - ref: https://docs.docker.com/engine/network/port-publishing/
# custom:
#   severity: low
#   kind: container
#   needs: [ports, networkMode]
#   runtimes: [docker, podman]
#   message: "{name} publishes {port}, which is in the reserved range of the host"
#   remediation: Publish it on a port from 1024 up behind a proxy, or name the port in allowedPrivilegedPorts.
#   reasons:
#     host-network: "{name} shares the network of the host, so nothing is published"
#     not-published: "{name} publishes no port"
#   parameters:
#     allowedPrivilegedPorts:
#       title: Ports of the host below 1024 that containers may publish
#       schema: { type: array, items: { type: integer, minimum: 1, maximum: 1023 } }
#       default: []
#       direction: more-is-looser
#   fixes:
#     dockerRun: docker run --publish 127.0.0.1:8443:443 IMAGE
#     compose: |
#       services:
#         app:
#           ports: ["127.0.0.1:8443:443"]
#   aliases:
#     docker-bench: "5.8"
#     docker-bench-1.6.0: "5.7"
#     inspec: docker-5.7
package plimsoll.rules.container.container_privileged_ports

import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/container-privileged-ports"]

violations contains result.part(container, name, {"pointer": "/ports"}, {"port": name}) if {
	some container in input.resources
	some port in container.ports
	_is_published(port)

	# 0 stands for a port chosen at start, which is never a reserved one.
	port.hostPort > 0
	port.hostPort < 1024
	not port.hostPort in _params.allowedPrivilegedPorts
	name := concat("", [format_int(port.hostPort, 10), "/", port.protocol])
}

not_applicable contains result.because(container, "host-network", {}) if {
	some container in input.resources
	container.networkMode == "host"
}

not_applicable contains result.because(container, "not-published", {}) if {
	some container in input.resources
	container.networkMode != "host"
	every port in container.ports { not _is_published(port) }
}

_is_published(port) if port.hostIp != null
