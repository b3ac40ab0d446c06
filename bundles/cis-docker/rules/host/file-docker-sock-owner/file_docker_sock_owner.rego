# METADATA
# title: The socket of the engine belongs to root and to the group that is trusted with it
# description: |
#   Whoever may open this socket can start a container that owns the host. The group is looked up by name in the host's
#   own list and compared by number. Sockets of engines without privileges belong to their users and are not judged.
# related_resources:
# - ref: https://docs.docker.com/engine/security/#docker-daemon-attack-surface
# custom:
#   severity: high
#   kind: host
#   needs: [engineFiles, groups]
#   message: "{path} on {name} belongs to {owner} and group {group} instead of root and {socketGroup}"
#   remediation: Give the socket to root and its group; set the group for good with the engine's option group.
#   reasons:
#     no-socket: "{name} has no socket of an engine that runs as root"
#   parameters:
#     socketGroup:
#       title: Group that may use the engine; the one its option group names
#       schema: { type: string, minLength: 1 }
#       default: docker
#   fixes:
#     shell: chown root:docker /var/run/docker.sock
#   aliases:
#     docker-bench: "3.15"
#     inspec: docker-3.15
package plimsoll.rules.host.file_docker_sock_owner

import data.plimsoll.lib.cisfiles
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/file-docker-sock-owner"]

violations contains result.part(host, file.path, {"file": file.path}, args) if {
	some host in input.resources
	some file in _files(host)
	cisfiles.is_there(file)
	_is_foreign(host, file)
	args := {"path": file.path, "owner": file.owner, "group": file.group, "socketGroup": _params.socketGroup}
}

not_applicable contains result.because(host, "no-socket", {}) if {
	some host in input.resources
	cisfiles.surely_absent(host, _files(host))
}

unknown contains result.unknown(host, "engineFiles", cisfiles.unread(file)) if {
	some host in input.resources
	some file in _files(host)
}

# Its path is in the settings: where those are unread, it may be elsewhere.
unknown contains result.unknown(host, "engineFiles", code) if {
	some host in input.resources
	some code in cisfiles.perhaps_elsewhere(host, _files(host))
}

_files(host) := [file |
	some file in host.engineFiles
	file.role == "socket"
	not cisfiles.is_of_user(file)
]

_is_foreign(_, file) if file.uid != 0

_is_foreign(host, file) if not file.gid in _numbers(host)

_numbers(host) := {group.gid |
	some group in host.groups
	group.name == _params.socketGroup
}
