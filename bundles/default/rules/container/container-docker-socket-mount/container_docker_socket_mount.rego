# METADATA
# title: No container reaches a socket that controls the engine
# description: |
#   Whoever speaks to the engine can start a privileged container and so owns the host. A folder above the socket gives
#   the socket as well, and mounting it read-only changes nothing: connecting is not writing.
# related_resources:
# - ref: https://docs.docker.com/engine/security/#docker-daemon-attack-surface
# - ref: https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html
# custom:
#   severity: critical
#   kind: container
#   needs: [mounts, engine.sockets]
#   uses: [controlSockets]
#   message: "{name} mounts {path} of the host, which gives it {sockets}"
#   remediation: Remove the mount. Where a program needs the API, give it a proxy that lets through the calls it makes.
#   fixes:
#     compose: |
#       services:
#         app:
#           volumes: ["app-data:/data"]
#       volumes:
#         app-data: {}
#   aliases:
#     docker-bench: "5.32"
#     docker-bench-1.6.0: "5.31"
#     inspec: docker-5.31
#     trivy: KSV-0006
package plimsoll.rules.container.container_docker_socket_mount

import data.plimsoll.lib.mounts
import data.plimsoll.lib.result

violations contains result.part(container, mount.destination, {"pointer": "/mounts"}, args) if {
	some container in input.resources
	some mount in container.mounts
	path := mounts.host_path(mount)
	reached := _reached(container, path)
	count(reached) > 0
	args := {"path": path, "sockets": reached}
}

# The engine's own sockets are known to be there; those of the parameter are named only where no other is reached.
_reached(container, path) := own if {
	own := _below(path, container.engine.sockets)
	count(own) > 0
} else := _below(path, data.plimsoll.params.plimsoll.controlSockets)

_below(path, sockets) := sort({socket |
	some spelling in sockets
	socket := mounts.canonical(spelling)
	mounts.reaches(path, socket)
})
