# METADATA
# title: A packet filter of the host's own is in force
# description: |
#   The filter that an engine sets up opens the ports of its containers; it does not close those of the host.
# related_resources:
# - ref: https://docs.docker.com/engine/network/packet-filtering-firewalls/
# custom:
#   severity: medium
#   kind: host
#   needs: [firewall]
#   message: No packet filter besides that of container engines is in force on {name}
#   remediation: Set up nftables, ufw or firewalld so that only the ports that are needed are open.
package plimsoll.rules.host.host_firewall_active

import data.plimsoll.lib.result

violations contains result.fail(host, {}) if {
	some host in input.resources
	host.firewall.rulesLoaded == false
}

# Where the kernel's rules cannot be read, a tool that is set to start is taken as a filter.
unknown contains result.unknown(host, "firewall.rulesLoaded", "not-supported") if {
	some host in input.resources
	host.firewall.rulesLoaded == null
	count(host.firewall.tools) == 0
}
