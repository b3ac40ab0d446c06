# METADATA
# title: A plugin decides what each client of the engine may do
# description: |
#   By itself the engine lets whoever reaches it do everything. A plugin for authorization allows or refuses each
#   request.
# related_resources:
# - ref: https://docs.docker.com/engine/extend/plugins_authorization/
# custom:
#   severity: medium
#   kind: engine
#   needs: [authorizationPlugins]
#   runtimes: [docker]
#   message:
#     none: "{name} lets every client do everything: it has no plugin for authorization"
#     not-allowed: "{name} lets {plugin} decide on requests, which is not on the list of allowed plugins"
#   remediation: Install a plugin for authorization, name it in daemon.json and restart the engine.
#   parameters:
#     allowedAuthorizationPlugins:
#       title: Plugins that may decide on requests; null allows any
#       schema: { type: [array, "null"], items: { type: string, minLength: 1 } }
#       default: null
#   fixes:
#     daemonJson: |
#       { "authorization-plugins": ["authz-broker"] }
#   aliases:
#     docker-bench: "2.12"
#     inspec: docker-2.11
package plimsoll.rules.engine.daemon_authorization_plugin

import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/daemon-authorization-plugin"]

violations contains result.fail(engine, {"code": "none"}) if {
	some engine in input.resources
	count(engine.authorizationPlugins) == 0
}

violations contains result.part(engine, plugin, {"pointer": "/authorizationPlugins"}, args) if {
	is_array(_params.allowedAuthorizationPlugins)
	some engine in input.resources
	some plugin in engine.authorizationPlugins
	not plugin in _params.allowedAuthorizationPlugins
	args := {"code": "not-allowed", "plugin": plugin}
}
