# METADATA
# title: No security update waits to be installed
# description: |
#   Each of these packages has a known hole and a newer version in the package lists of the host. One finding covers all
#   of them, since one command installs them.
# related_resources:
# - ref: https://csrc.nist.gov/pubs/sp/800/190/final
# custom:
#   severity: medium
#   kind: host
#   needs: [pendingUpdates]
#   message:
#     few: "Security updates wait on {name}: {packages}"
#     many: "{count} security updates wait on {name}, among them {packages}"
#   remediation: Install the updates, and let security updates install themselves.
#   fixes:
#     shell: apt-get update && apt-get upgrade
package plimsoll.rules.host.host_security_updates_installed

import data.plimsoll.lib.result

_named := 10

violations contains result.fail(host, args) if {
	some host in input.resources
	names := [update.name | some update in host.pendingUpdates; update.security == true]
	count(names) > 0
	args := {"code": _code(names), "count": count(names), "packages": array.slice(names, 0, _named)}
}

_code(names) := "few" if count(names) <= _named

_code(names) := "many" if count(names) > _named
