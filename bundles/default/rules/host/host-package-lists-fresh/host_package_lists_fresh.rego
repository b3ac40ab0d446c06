# METADATA
# title: The host knows which updates there are
# description: With old package lists no update is ever pending. The age is that at the time of the snapshot.
# related_resources:
# - ref: https://csrc.nist.gov/pubs/sp/800/190/final
# custom:
#   severity: medium
#   kind: host
#   needs: [packageManager, packageListsAt]
#   message:
#     old: "The package lists of {name} are {days} days old; at most {maxDays} are allowed"
#     none: "{name} has no package lists, so no update is ever pending"
#   remediation: Refresh the lists, and switch on the timer that does so daily.
#   reasons:
#     no-lists-kept: "{name} keeps no package lists that this version reads"
#   parameters:
#     maxDays:
#       title: Days that package lists may be old
#       schema: { type: integer, minimum: 1 }
#       default: 7
#       direction: higher-is-looser
#   fixes:
#     shell: |
#       apt-get update
#       systemctl enable --now apt-daily.timer
package plimsoll.rules.host.host_package_lists_fresh

import data.plimsoll.lib.result
import data.plimsoll.lib.time as times

_params := data.plimsoll.params["plimsoll/host-package-lists-fresh"]

violations contains result.fail(host, {"code": "old", "days": age.value, "maxDays": _params.maxDays}) if {
	some host in input.resources
	age := times.days_between(host.packageListsAt, data.plimsoll.now)
	age.ok == true
	age.value > _params.maxDays
}

violations contains result.fail(host, {"code": "none"}) if {
	some host in input.resources
	host.packageManager == "dpkg"
	host.packageListsAt == null
}

not_applicable contains result.because(host, "no-lists-kept", {}) if {
	some host in input.resources
	host.packageManager != "dpkg"
	host.packageListsAt == null
}

unknown contains result.unknown(host, "packageListsAt", "parse-error") if {
	some host in input.resources
	host.packageListsAt != null
	times.days_between(host.packageListsAt, data.plimsoll.now).ok == false
}
