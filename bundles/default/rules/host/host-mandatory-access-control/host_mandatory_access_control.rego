# METADATA
# title: AppArmor or SELinux is in force on the host
# description: |
#   Without either, nothing but permissions keeps a process that left its container from the rest of the host.
# related_resources:
# - ref: https://docs.docker.com/engine/security/apparmor/
# custom:
#   severity: medium
#   kind: host
#   needs: [apparmor.enabled, selinux.enabled, selinux.mode]
#   message: Neither AppArmor nor SELinux is in force on {name}
#   remediation: Switch on the one your distribution ships, and set SELinux to enforcing.
package plimsoll.rules.host.host_mandatory_access_control

import data.plimsoll.lib.result

violations contains result.fail(host, {}) if {
	some host in input.resources
	host.apparmor.enabled == false
	not _selinux_enforces(host)
}

_selinux_enforces(host) if {
	host.selinux.enabled == true
	host.selinux.mode == "enforcing"
}
