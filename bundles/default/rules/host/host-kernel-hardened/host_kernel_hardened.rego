# METADATA
# title: The kernel's own protections are on
# description: |
#   All containers share the kernel of the host. These settings hide its addresses and keep unprivileged programs from
#   tracing others, from loading programs into it and from following links that others have laid.
# related_resources:
# - ref: https://docs.kernel.org/admin-guide/sysctl/index.html
# custom:
#   severity: medium
#   kind: host
#   needs: [sysctls]
#   message: "{setting} of {name} is {value}; it should be {wanted}"
#   remediation: Write the setting into a file below /etc/sysctl.d and load it with sysctl --system.
#   fixes:
#     shell: |
#       echo 'kernel.kptr_restrict = 1' > /etc/sysctl.d/90-hardening.conf
#       sysctl --system
package plimsoll.rules.host.host_kernel_hardened

import data.plimsoll.lib.result

violations contains result.part(host, sysctl.name, {"pointer": "/sysctls"}, args) if {
	some host in input.resources
	some sysctl in host.sysctls
	sysctl.value != null
	wanted := data.plimsoll.tables.kernel_settings[sysctl.name]
	not sysctl.value in wanted
	args := {"setting": sysctl.name, "value": sysctl.value, "wanted": concat(" or ", wanted)}
}

unknown contains result.unknown(host, "sysctls", sysctl.error) if {
	some host in input.resources
	some sysctl in host.sysctls
	sysctl.error != null
	data.plimsoll.tables.kernel_settings[sysctl.name]
}
