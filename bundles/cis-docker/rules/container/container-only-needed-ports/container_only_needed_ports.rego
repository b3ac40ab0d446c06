# METADATA
# title: Containers publish only the ports their service needs
# description: |
#   Each published port is a way in. What a service needs is known to people, so they are asked, or they list it in
#   allowedPorts. A container that publishes whatever its image exposes has no such list. A container on the host's network
#   opens ports there that nobody lists, so it is always asked about.
# related_resources:
# - ref: https://docs.docker.com/engine/network/port-publishing/
# custom:
#   severity: medium
#   kind: container
#   needs: [ports, publishAllPorts, networkMode]
#   runtimes: [docker, podman]
#   message:
#     port: "{name} publishes {port}, which is not among the ports it is said to need"
#     all: "{name} publishes every port that its image exposes, at each start anew"
#   remediation: Start it without the port, or list the port in allowedPorts; never publish all ports of an image.
#   question: "Which of these ports does {name} need: {ports}?"
#   parameters:
#     allowedPorts:
#       title: Ports that containers need, by name of the container; null leaves the answer to a person
#       schema:
#         type: [array, "null"]
#         items:
#           type: object
#           additionalProperties: false
#           required: [container, ports]
#           properties:
#             container: { type: string, minLength: 1 }
#             ports: { type: array, items: { type: string, pattern: "^[0-9]+/(tcp|udp|sctp)$" } }
#       default: null
#       direction: more-is-looser
#   fixes:
#     dockerRun: docker run --publish 127.0.0.1:8443:443 IMAGE
#     compose: |
#       services:
#         app:
#           ports: ["127.0.0.1:8443:443"]
#   aliases:
#     docker-bench: "5.9"
#     docker-bench-1.6.0: "5.8"
#     inspec: docker-5.8
package plimsoll.rules.container.container_only_needed_ports

import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/container-only-needed-ports"]

violations contains result.part(container, name, {"pointer": "/ports"}, {"code": "port", "port": name}) if {
	is_array(_params.allowedPorts)
	some container in input.resources
	some name in _published(container)
	not _is_needed(container, name)
}

violations contains result.part(container, "all ports", {"pointer": "/publishAllPorts"}, {"code": "all"}) if {
	is_array(_params.allowedPorts)
	some container in input.resources
	container.networkMode != "host"
	container.publishAllPorts == true
}

review contains result.ask(container, {"ports": "every one that its image exposes"}) if {
	is_null(_params.allowedPorts)
	some container in input.resources
	container.networkMode != "host"
	container.publishAllPorts == true
}

review contains result.ask(container, {"ports": concat(", ", sort(names))}) if {
	is_null(_params.allowedPorts)
	some container in input.resources
	container.networkMode != "host"
	container.publishAllPorts == false
	names := _published(container)
	count(names) > 0
}

review contains result.ask(container, {"ports": "all that it opens on the network of the host"}) if {
	some container in input.resources
	container.networkMode == "host"
}

_published(container) := {name |
	some port in container.ports
	port.hostIp != null
	name := concat("", [format_int(port.containerPort, 10), "/", port.protocol])
}

_is_needed(container, name) if {
	some entry in _params.allowedPorts
	entry.container == container.name
	name in entry.ports
}
