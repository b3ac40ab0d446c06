# METADATA
# title: Nobody logs in as root over SSH
# description: |
#   Root is the one name every attacker knows. Administrators log in under their own names, so that the log shows who it
#   was. Settings for some users or addresses only are put to a person.
# related_resources:
# - ref: https://man.openbsd.org/sshd_config#PermitRootLogin
# custom:
#   severity: high
#   kind: host
#   needs: [sshd]
#   message: "{name} lets root log in over SSH with any method"
#   remediation: Set PermitRootLogin to no, or to prohibit-password where a key of root is needed.
#   question: "Does a Match block of the SSH server of {name} let root log in?"
#   reasons:
#     no-server: "{name} has no SSH server"
#   fixes:
#     shell: |
#       echo 'PermitRootLogin no' > /etc/ssh/sshd_config.d/10-root.conf
#       systemctl reload ssh
package plimsoll.rules.host.host_ssh_root_login

import data.plimsoll.lib.result

violations contains result.fail(host, {}) if {
	some host in input.resources
	host.sshd.permitRootLogin == "yes"
}

not_applicable contains result.because(host, "no-server", {}) if {
	some host in input.resources
	host.sshd == null
}

review contains result.ask(host, {}) if {
	some host in input.resources
	host.sshd.hasMatchBlocks == true
}
