# METADATA
# title: The engine logs at level info
# description: |
#   A higher level leaves out what an investigation needs; debug fills the log, slows the engine and shows requests in
#   full.
# related_resources:
# - ref: https://docs.docker.com/engine/daemon/logs/
# custom:
#   severity: low
#   kind: engine
#   needs: [logLevel, debug]
#   runtimes: [docker]
#   message:
#     level: "{name} logs at level {logLevel} and not at info"
#     debug: "{name} runs in debug mode"
#   remediation: Remove log-level, or set it to info, and remove debug; then reload the engine.
#   fixes:
#     daemonJson: |
#       { "log-level": "info", "debug": false }
#   aliases:
#     docker-bench: "2.3"
#     inspec: docker-2.2
package plimsoll.rules.engine.daemon_log_level_info

import data.plimsoll.lib.result

violations contains result.part(engine, "log-level", {"pointer": "/logLevel"}, {"code": "level"}) if {
	some engine in input.resources
	engine.logLevel != "info"
}

violations contains result.part(engine, "debug", {"pointer": "/debug"}, {"code": "debug"}) if {
	some engine in input.resources
	engine.debug == true
}
