# METADATA
# title: What containers print leaves the host
# description: |
#   Logs that stay on the host are gone with it, and whoever takes it over edits them. A local log that something else
#   sends on is put to a person.
# related_resources:
# - ref: https://docs.docker.com/engine/logging/configure/
# custom:
#   severity: medium
#   kind: engine
#   needs: [logDriver, configuration]
#   runtimes: [docker]
#   message:
#     local: "{name} keeps what containers print on the host (driver {logDriver})"
#     local-syslog: "{name} sends what containers print to the syslog of the host itself"
#   remediation: Set log-driver and log-opts to a driver that sends to a log store elsewhere, or send the journal on.
#   question: "Is what {name} writes by the driver {logDriver} sent on to a log store elsewhere?"
#   parameters:
#     remoteLogDrivers:
#       title: Log drivers that send to elsewhere; syslog counts only with an address that is not local
#       schema: { type: array, items: { type: string, minLength: 1 } }
#       default: [syslog, gelf, fluentd, awslogs, splunk, gcplogs, logentries, etwlogs]
#       direction: more-is-looser
#     localDriversWithForwarder:
#       title: Local log drivers whose logs something on the host may send on
#       schema: { type: array, items: { type: string, minLength: 1 } }
#       default: [journald]
#       direction: more-is-looser
#   fixes:
#     daemonJson: |
#       { "log-driver": "syslog", "log-opts": { "syslog-address": "tcp+tls://logs.example.org:6514" } }
#   aliases:
#     docker-bench: "2.13"
#     inspec: docker-2.12
package plimsoll.rules.engine.daemon_remote_logging

import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/daemon-remote-logging"]

violations contains result.fail(engine, {"code": "local"}) if {
	some engine in input.resources
	not engine.logDriver in _params.remoteLogDrivers
	not engine.logDriver in _params.localDriversWithForwarder
}

violations contains result.fail(engine, {"code": "local-syslog"}) if {
	some engine in input.resources
	engine.logDriver == "syslog"
	"syslog" in _params.remoteLogDrivers
	not "syslog" in _params.localDriversWithForwarder
	not _is_remote(engine.configuration)
}

review contains result.ask(engine, {}) if {
	some engine in input.resources
	engine.logDriver in _params.localDriversWithForwarder
	not _is_sent(engine.logDriver, engine.configuration)
}

_is_sent(driver, _) if {
	driver != "syslog"
	driver in _params.remoteLogDrivers
}

_is_sent("syslog", settings) if {
	"syslog" in _params.remoteLogDrivers
	_is_remote(settings)
}

# The last address counts, as for the engine; without one syslog goes to the socket of the host.
_is_remote(settings) if {
	addresses := [substring(option, 15, -1) |
		some setting in settings
		setting.name == "log-opts"
		some option in setting.values
		startswith(option, "syslog-address=")
	]
	count(addresses) > 0
	parts := split(addresses[count(addresses) - 1], "://")
	count(parts) == 2
	not startswith(parts[0], "unix")
	not _is_local(lower(parts[1]))
}

_is_local(host) if {
	some start in ["127.", "localhost", "0.0.0.0", "[::1]", "[::]", ":", "::1"]
	startswith(host, start)
}

_is_local("")
