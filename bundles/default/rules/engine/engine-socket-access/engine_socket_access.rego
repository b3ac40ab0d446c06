# METADATA
# title: Only its owner and group may open the engine's socket
# description: A socket that everybody may open makes every account and every hacked service of the host root.
# related_resources:
# - ref: https://docs.docker.com/engine/security/#docker-daemon-attack-surface
# custom:
#   severity: critical
#   kind: engine
#   needs: [sockets]
#   message: Everybody on the host may open {path} and so control {name}
#   remediation: Set mode 0660 on the socket and let the unit docker.socket create it that way.
#   fixes:
#     shell: chmod 0660 /run/docker.sock
package plimsoll.rules.engine.engine_socket_access

import data.plimsoll.lib.files
import data.plimsoll.lib.result

violations contains result.part(engine, socket.path, {"file": socket.path}, {"path": socket.path}) if {
	some engine in input.resources
	some socket in engine.sockets
	socket.exists == true
	files.others_write(socket.mode)
}

unknown contains result.unknown(engine, "sockets", socket.error) if {
	some engine in input.resources
	some socket in engine.sockets
	socket.error != null
}
