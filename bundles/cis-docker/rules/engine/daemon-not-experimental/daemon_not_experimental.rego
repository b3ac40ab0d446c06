# METADATA
# title: Engines in production run without experimental features
# description: Experimental features change without notice and get less testing than the rest of the engine.
# related_resources:
# - ref: https://docs.docker.com/reference/cli/dockerd/#daemon-configuration-file
# custom:
#   severity: low
#   kind: engine
#   needs: [experimental]
#   runtimes: [docker]
#   message: "{name} runs with experimental features on"
#   remediation: Remove experimental from daemon.json and restart the engine.
#   reasons:
#     not-production: "{name} is listed as an engine that is not in production"
#   parameters:
#     notInProduction:
#       title: Names of engines that are not in production
#       schema: { type: array, items: { type: string, minLength: 1 } }
#       default: []
#       direction: more-is-looser
#   fixes:
#     daemonJson: |
#       { "experimental": false }
#   aliases:
#     docker-bench: "2.18"
#     inspec: docker-2.21
package plimsoll.rules.engine.daemon_not_experimental

import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/daemon-not-experimental"]

violations contains result.fail(engine, {}) if {
	some engine in input.resources
	engine.experimental == true
}

not_applicable contains result.because(engine, "not-production", {}) if {
	some engine in input.resources
	engine.name in _params.notInProduction
}
