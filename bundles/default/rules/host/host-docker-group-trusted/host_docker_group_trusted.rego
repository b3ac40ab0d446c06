# METADATA
# title: Everybody in the group of the engine's socket is trusted with root
# description: |
#   Whoever may open the socket of the engine can start a container that owns the host. Members are those listed in the
#   group and those who have it as primary group.
# related_resources:
# - ref: https://docs.docker.com/engine/security/#docker-daemon-attack-surface
# custom:
#   severity: high
#   kind: host
#   needs: [groups]
#   message: "{user} is in group {group} and so holds root on {name}, and is not on the list of trusted users"
#   remediation: Take the account out of the group, or add it to trustedUsers once somebody answers for it.
#   question: "Is each of these accounts meant to hold root on {name}: {members}?"
#   reasons:
#     no-group: "{name} has no group {group}"
#   parameters:
#     group:
#       title: Group that owns the engine's socket
#       schema: { type: string, minLength: 1 }
#       default: docker
#     trustedUsers:
#       title: Accounts that may hold root through the group; null leaves the answer to a person
#       schema: { type: [array, "null"], items: { type: string } }
#       default: null
#       direction: more-is-looser
#   fixes:
#     shell: gpasswd --delete "$USER_NAME" docker
#   aliases:
#     docker-bench: "1.1.2"
#     inspec: host-1.6
package plimsoll.rules.host.host_docker_group_trusted

import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/host-docker-group-trusted"]

violations contains result.part(host, user, {"pointer": "/groups"}, {"user": user, "group": group.name}) if {
	is_array(_params.trustedUsers)
	some host in input.resources
	some group in host.groups
	group.name == _params.group
	some user in group.members
	not user in _params.trustedUsers
}

not_applicable contains result.because(host, "no-group", {"group": _params.group}) if {
	some host in input.resources
	every group in host.groups { group.name != _params.group }
}

review contains result.ask(host, {"members": group.members}) if {
	is_null(_params.trustedUsers)
	some host in input.resources
	some group in host.groups
	group.name == _params.group
	count(group.members) > 0
}
