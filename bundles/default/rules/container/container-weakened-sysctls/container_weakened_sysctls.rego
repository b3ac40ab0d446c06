# METADATA
# title: Kernel settings of containers do not weaken their network
# description: |
#   These settings switch off protection against forged and redirected traffic, or open the loopback address to
#   neighbours.
# related_resources:
# - ref: https://docs.kernel.org/networking/ip-sysctl.html
# custom:
#   severity: medium
#   kind: container
#   needs: [sysctls]
#   message: "{name} sets {setting} to {value}"
#   remediation: Leave the setting as the kernel has it.
#   fixes:
#     compose: |
#       services:
#         app:
#           sysctls: { net.ipv4.tcp_syncookies: 1 }
package plimsoll.rules.container.container_weakened_sysctls

import data.plimsoll.lib.result

violations contains result.part(container, sysctl.name, {"pointer": "/sysctls"}, args) if {
	some container in input.resources
	some sysctl in container.sysctls
	sysctl.value == data.plimsoll.tables.weak_sysctls[_general(sysctl.name)]
	args := {"setting": sysctl.name, "value": sysctl.value}
}

# net.ipv4.conf.eth0.rp_filter is the same setting as net.ipv4.conf.all.rp_filter, for one interface.
_general(name) := concat(".", [part |
	some place, part in split(name, ".")
	place != 3
]) if {
	startswith(name, "net.")
	contains(name, ".conf.")
} else := name
