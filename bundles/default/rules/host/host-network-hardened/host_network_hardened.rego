# METADATA
# title: The host refuses redirected, source-routed and half-open traffic
# description: |
#   With these settings off, a neighbour on the network leads the traffic of the host and its containers past itself, or
#   keeps it busy with connections that are never opened.
# related_resources:
# - ref: https://docs.kernel.org/networking/ip-sysctl.html
# custom:
#   severity: medium
#   kind: host
#   needs: [sysctls]
#   message: "{setting} of {name} is {value}; it should be {wanted}"
#   remediation: Write the setting into a file below /etc/sysctl.d and load it with sysctl --system.
#   fixes:
#     shell: |
#       echo 'net.ipv4.conf.all.accept_redirects = 0' > /etc/sysctl.d/90-network.conf
#       sysctl --system
package plimsoll.rules.host.host_network_hardened

import data.plimsoll.lib.result

violations contains result.part(host, sysctl.name, {"pointer": "/sysctls"}, args) if {
	some host in input.resources
	some sysctl in host.sysctls
	sysctl.value != null
	wanted := data.plimsoll.tables.network_settings[sysctl.name]
	not sysctl.value in wanted
	args := {"setting": sysctl.name, "value": sysctl.value, "wanted": concat(" or ", wanted)}
}

unknown contains result.unknown(host, "sysctls", sysctl.error) if {
	some host in input.resources
	some sysctl in host.sysctls
	sysctl.error != null
	data.plimsoll.tables.network_settings[sysctl.name]
}
