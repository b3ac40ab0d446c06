# METADATA
# title: An engine with remote clients decides what each may do
# description: |
#   A client certificate alone gives all of the API, so each remote client holds root on the host. An authorization plugin
#   narrows that down by request.
# related_resources:
# - ref: https://docs.docker.com/engine/extend/plugins_authorization/
# custom:
#   severity: medium
#   kind: engine
#   needs: [listeners, authorizationPlugins]
#   message: "{name} gives every remote client all of its API"
#   remediation: Install an authorization plugin and name it in authorization-plugins, or drop the TCP address.
#   reasons:
#     local: "{name} has no address that other machines reach"
#   fixes:
#     daemonJson: |
#       { "authorization-plugins": ["authz-broker"] }
package plimsoll.rules.engine.engine_remote_api_authorization

import data.plimsoll.lib.result

violations contains result.fail(engine, {}) if {
	some engine in input.resources
	count(engine.authorizationPlugins) == 0
}

not_applicable contains result.because(engine, "local", {}) if {
	some engine in input.resources
	every listener in engine.listeners { not _is_remote(listener) }
}

_is_remote(listener) if {
	listener.scheme == "tcp"
	listener.loopback == false
}
