# METADATA
# title: Only the account root has user number 0
# description: |
#   A second account with number 0 is root under another name, and the usual sign that somebody wants to come back.
# related_resources:
# - ref: https://man7.org/linux/man-pages/man5/passwd.5.html
# custom:
#   severity: high
#   kind: host
#   needs: [users]
#   message: Account {user} of {name} has user number 0 and so is root
#   remediation: Find out where it comes from, then remove it or give it a number of its own.
#   fixes:
#     shell: usermod --uid 2000 "$USER_NAME"
package plimsoll.rules.host.host_root_is_one_account

import data.plimsoll.lib.result

violations contains result.part(host, user.name, {"pointer": "/users"}, {"user": user.name}) if {
	some host in input.resources
	some user in host.users
	user.uid == 0
	user.name != "root"
}
