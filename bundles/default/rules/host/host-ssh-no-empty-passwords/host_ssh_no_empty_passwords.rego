# METADATA
# title: SSH never takes an empty password
# description: One account without a password is then an open door to the host.
# related_resources:
# - ref: https://man.openbsd.org/sshd_config#PermitEmptyPasswords
# custom:
#   severity: high
#   kind: host
#   needs: [sshd]
#   message: The SSH server of {name} takes empty passwords
#   remediation: Set PermitEmptyPasswords to no.
#   reasons:
#     no-server: "{name} has no SSH server"
#   fixes:
#     shell: |
#       echo 'PermitEmptyPasswords no' > /etc/ssh/sshd_config.d/10-empty.conf
#       systemctl reload ssh
package plimsoll.rules.host.host_ssh_no_empty_passwords

import data.plimsoll.lib.result

violations contains result.fail(host, {}) if {
	some host in input.resources
	host.sshd.permitEmptyPasswords == true
}

not_applicable contains result.because(host, "no-server", {}) if {
	some host in input.resources
	host.sshd == null
}
