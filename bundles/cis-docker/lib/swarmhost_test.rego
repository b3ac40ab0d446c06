package plimsoll.lib.swarmhost_test

import data.plimsoll.lib.swarmhost

_socket(protocol, port) := {"protocol": protocol, "port": port}

_log(exists, error) := [{"path": "/var/lib/docker/swarm/raft", "exists": exists, "error": error}]

test_listeners if {
	swarmhost.listeners([_socket("tcp6", 2377), _socket("udp", 2377), _socket("tcp", 22)], [2377]) == {_socket("tcp6", 2377)}
}

test_no_log if swarmhost.has_no_log(_log(false, null))

test_log_there_or_not_known if {
	not swarmhost.has_no_log(_log(true, null))
	not swarmhost.has_no_log(_log(false, "permission-denied"))
	not swarmhost.has_no_log([])
}
