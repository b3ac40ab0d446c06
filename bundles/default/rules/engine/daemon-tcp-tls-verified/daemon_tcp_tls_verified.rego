# METADATA
# title: An engine that is reached over TCP takes only clients with a certificate
# description: |
#   The API starts privileged containers, so an open TCP address is a root shell for everybody who reaches it; web pages
#   and neighbours reach the loopback address too. TLS without client certificates only hides what is being done.
# related_resources:
# - ref: https://docs.docker.com/engine/security/protect-access/
# custom:
#   severity: critical
#   kind: engine
#   needs: [listeners]
#   message:
#     no-tls: "{name} listens on {address} without TLS"
#     no-client-certificates: "{name} listens on {address} without asking clients for a certificate"
#   remediation: Remove the tcp:// address and use ssh:// contexts, or set tlsverify with a CA, certificate and key of its own.
#   fixes:
#     daemonJson: |
#       {
#         "hosts": ["unix:///run/docker.sock", "tcp://10.0.0.5:2376"],
#         "tlsverify": true,
#         "tlscacert": "/etc/docker/ca.pem",
#         "tlscert": "/etc/docker/server-cert.pem",
#         "tlskey": "/etc/docker/server-key.pem"
#       }
#   aliases:
#     docker-bench: "2.7"
#     inspec: docker-2.6
package plimsoll.rules.engine.daemon_tcp_tls_verified

import data.plimsoll.lib.result

violations contains result.part(engine, listener.address, {"pointer": "/listeners"}, args) if {
	some engine in input.resources
	some listener in engine.listeners
	listener.scheme == "tcp"
	args := {"code": _code(listener), "address": listener.address}
}

_code(listener) := "no-tls" if listener.tls == false

_code(listener) := "no-client-certificates" if {
	listener.tls == true
	listener.tlsVerify == false
}
