# METADATA
# title: Images offer no port for remote login
# description: |
#   An image that exposes SSH or telnet is run as if it were a machine, with accounts and passwords that nobody
#   manages.
# related_resources:
# - ref: https://csrc.nist.gov/pubs/sp/800/190/final
# custom:
#   severity: medium
#   kind: image
#   needs: [exposedPorts]
#   message: "{name} exposes port {port}, which is for remote login"
#   remediation: Take the server and its EXPOSE line out of the Dockerfile.
#   aliases:
#     trivy: DS-0004
package plimsoll.rules.image.image_no_remote_login_port

import data.plimsoll.lib.result

violations contains result.part(image, name, {"pointer": "/exposedPorts"}, {"port": name}) if {
	some image in input.resources
	some port in image.exposedPorts
	port.protocol == "tcp"
	port.port in {22, 23}
	name := concat("", [format_int(port.port, 10), "/tcp"])
}
