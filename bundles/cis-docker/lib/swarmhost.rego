# METADATA
# description: |
#   What a host shows of a manager of a swarm. A manager listens on the swarm's port; one that waits for its unlock key does
#   not, and is known by the log it keeps. A log outside /var/lib/docker is not seen.
package plimsoll.lib.swarmhost

# METADATA
# description: Folder of the log of managers, which bundle.yaml asks for.
log := "/var/lib/docker/swarm/raft"

# METADATA
# description: The sockets among those that listen on one of the ports over TCP.
listeners(sockets, ports) := {socket |
	some socket in sockets
	socket.protocol in {"tcp", "tcp6"}
	socket.port in ports
}

# METADATA
# description: Whether the files show that no log of a manager is there.
has_no_log(files) if {
	some file in files
	file.path == log
	file.exists == false
	file.error == null
}
