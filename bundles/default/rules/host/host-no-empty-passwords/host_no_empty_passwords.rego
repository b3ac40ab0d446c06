# METADATA
# title: No account of the host has an empty password
# description: Whoever reaches a login of the host becomes that user by pressing enter.
# related_resources:
# - ref: https://man7.org/linux/man-pages/man5/shadow.5.html
# custom:
#   severity: critical
#   kind: host
#   needs: [users]
#   message: Account {user} of {name} has an empty password
#   remediation: Lock the account or set a password.
#   fixes:
#     shell: passwd --lock "$USER_NAME"
package plimsoll.rules.host.host_no_empty_passwords

import data.plimsoll.lib.result

violations contains result.part(host, user.name, {"pointer": "/users"}, {"user": user.name}) if {
	some host in input.resources
	some user in host.users
	user.password.empty == true
	user.password.locked == false
	not _cannot_log_in(user.shell)
}

unknown contains result.unknown(host, "users", user.password.error) if {
	some host in input.resources
	some user in host.users
	user.password.error != null
}

_cannot_log_in(shell) if endswith(shell, "/nologin")

_cannot_log_in(shell) if endswith(shell, "/false")
