# METADATA
# title: Images expose only ports that are allowed
# description: |
#   What an image exposes is what whoever runs it will publish. Ports of remote administration and of file sharing are
#   denied, and so is what is not in the list of allowed ports. A port is written as 8080, 8080/tcp or 8000-8099/tcp.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#expose
# custom:
#   severity: medium
#   kind: image
#   needs: [exposedPorts]
#   message:
#     denied: "{name} exposes {port}, which deniedPorts denies"
#     not-allowed: "{name} exposes {port}, which is not in allowedPorts"
#   remediation: Take the EXPOSE line out of the Dockerfile, or let the service listen on another port.
#   parameters:
#     deniedPorts:
#       title: Ports that must not be exposed
#       schema: { type: array, items: { type: string, pattern: "^[0-9]+(-[0-9]+)?(/(tcp|udp|sctp))?$" } }
#       default:
#         - "20-21/tcp"
#         - "69/udp"
#         - "111"
#         - "135/tcp"
#         - "137-139"
#         - "445/tcp"
#         - "512-514/tcp"
#         - "2049"
#         - "2375-2376/tcp"
#         - "3389/tcp"
#         - "5900-5999/tcp"
#         - "6000-6063/tcp"
#       direction: fewer-is-looser
#     allowedPorts:
#       title: Ports that may be exposed, unless they are denied
#       schema: { type: array, items: { type: string, pattern: "^[0-9]+(-[0-9]+)?(/(tcp|udp|sctp))?$" } }
#       default: ["0-65535"]
#       direction: more-is-looser
package plimsoll.rules.image.image_exposed_ports_allowed

import data.plimsoll.lib.numbers
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/image-exposed-ports-allowed"]

violations contains result.part(image, name, {"pointer": "/exposedPorts"}, {"code": "denied", "port": name}) if {
	some image in input.resources
	some port in image.exposedPorts
	_is_listed(port, _params.deniedPorts)
	name := _name(port)
}

violations contains result.part(image, name, {"pointer": "/exposedPorts"}, {"code": "not-allowed", "port": name}) if {
	some image in input.resources
	some port in image.exposedPorts
	not _is_listed(port, _params.deniedPorts)
	not _is_listed(port, _params.allowedPorts)
	name := _name(port)
}

_name(port) := concat("/", [format_int(port.port, 10), port.protocol])

_is_listed(port, list) if {
	some entry in list
	parts := split(entry, "/")
	port.protocol in _protocols(parts)
	ends := split(parts[0], "-")
	from := numbers.parse(ends[0])
	to := numbers.parse(ends[count(ends) - 1])
	from.value <= port.port
	port.port <= to.value
}

_protocols(parts) := {parts[1]} if count(parts) == 2

_protocols(parts) := {"tcp", "udp", "sctp"} if count(parts) == 1
