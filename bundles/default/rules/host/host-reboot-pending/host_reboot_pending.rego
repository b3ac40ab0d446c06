# METADATA
# title: The host runs what is installed
# description: An update of the kernel or of a library that everything uses takes effect at the next start only.
# related_resources:
# - ref: https://csrc.nist.gov/pubs/sp/800/190/final
# custom:
#   severity: medium
#   kind: host
#   needs: [rebootRequired]
#   message: "{name} waits for a restart to use an installed update"
#   remediation: Restart it; with live-restore the containers of other hosts take over meanwhile.
package plimsoll.rules.host.host_reboot_pending

import data.plimsoll.lib.result

violations contains result.fail(host, {}) if {
	some host in input.resources
	host.rebootRequired == true
}
