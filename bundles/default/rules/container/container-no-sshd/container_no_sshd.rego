# METADATA
# title: No SSH server runs in a container
# description: |
#   A second way in needs accounts, keys and updates of its own and is seen by nobody. The engine offers exec and logs
#   under its own control.
# related_resources:
# - ref: https://csrc.nist.gov/pubs/sp/800/190/final
# custom:
#   severity: medium
#   kind: container
#   needs: [processes]
#   message: "{name} runs the SSH server {server}"
#   remediation: Take the server out of the image; use docker exec or docker logs.
#   reasons:
#     not-running: "{name} is not running, so there are no processes to see"
#   parameters:
#     servers:
#       title: Names of SSH servers
#       schema: { type: array, items: { type: string, minLength: 1 }, minItems: 1 }
#       default: [dropbear, sshd]
#       direction: fewer-is-looser
#   aliases:
#     docker-bench: "5.7"
#     docker-bench-1.6.0: "5.6"
#     inspec: docker-5.6
package plimsoll.rules.container.container_no_sshd

import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/container-no-sshd"]

violations contains result.part(container, server, {"pointer": "/processes"}, {"server": server}) if {
	some container in input.resources
	some process in container.processes
	server := _program(process.command)
	server in _params.servers
}

not_applicable contains result.because(container, "not-running", {}) if {
	some container in input.resources
	container.processes == null
}

# "/usr/sbin/sshd -D" and the title "sshd: user@pts/0" are both sshd.
_program(command) := trim_right(path[count(path) - 1], ":") if {
	path := split(split(command, " ")[0], "/")
}
