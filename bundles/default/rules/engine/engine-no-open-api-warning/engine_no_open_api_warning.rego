# METADATA
# title: The engine itself does not warn of an open API
# description: |
#   An engine that listens on TCP without TLS, or without asking clients for a certificate, says so in its own state. This
#   is seen over the network too, where the addresses it listens on are not.
# related_resources:
# - ref: https://docs.docker.com/engine/security/protect-access/
# custom:
#   severity: critical
#   kind: engine
#   needs: [warnings]
#   message: "{name} warns that its API is open at {address}"
#   remediation: Remove the tcp:// address and use ssh:// contexts, or set tlsverify with a CA, certificate and key of its own.
#   fixes:
#     daemonJson: |
#       { "hosts": ["unix:///run/docker.sock"] }
package plimsoll.rules.engine.engine_no_open_api_warning

import data.plimsoll.lib.result

_sign := "API is accessible on "

violations contains result.part(engine, address, {"pointer": "/warnings"}, {"address": address}) if {
	some engine in input.resources
	some warning in engine.warnings
	contains(warning, _sign)
	address := split(split(warning, _sign)[1], " ")[0]
}
