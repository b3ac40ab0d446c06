# METADATA
# title: SSH logs in by key, not by password
# description: Passwords are guessed day and night on every reachable host; keys are not.
# related_resources:
# - ref: https://man.openbsd.org/sshd_config#PasswordAuthentication
# custom:
#   severity: medium
#   kind: host
#   needs: [sshd]
#   message: The SSH server of {name} takes passwords
#   remediation: Give everybody a key, then set PasswordAuthentication to no.
#   reasons:
#     no-server: "{name} has no SSH server"
#   fixes:
#     shell: |
#       echo 'PasswordAuthentication no' > /etc/ssh/sshd_config.d/10-password.conf
#       systemctl reload ssh
package plimsoll.rules.host.host_ssh_key_login

import data.plimsoll.lib.result

violations contains result.fail(host, {}) if {
	some host in input.resources
	host.sshd.passwordAuthentication == true
}

not_applicable contains result.because(host, "no-server", {}) if {
	some host in input.resources
	host.sshd == null
}
