# METADATA
# title: Containers outlive a restart of the engine
# description: |
#   Where every upgrade of the engine stops all containers, upgrades wait. A member of a swarm cannot have the
#   setting.
# related_resources:
# - ref: https://docs.docker.com/engine/daemon/live-restore/
# custom:
#   severity: low
#   kind: engine
#   needs: [liveRestore, swarm.state]
#   runtimes: [docker]
#   message: "{name} stops all containers when it is restarted"
#   remediation: Set live-restore to true in daemon.json and reload the engine with SIGHUP.
#   reasons:
#     swarm: "{name} is in a swarm, where containers cannot outlive the engine"
#   fixes:
#     daemonJson: |
#       { "live-restore": true }
#   aliases:
#     docker-bench: "2.15"
#     inspec: docker-2.14
package plimsoll.rules.engine.daemon_live_restore

import data.plimsoll.lib.result

violations contains result.fail(engine, {}) if {
	some engine in input.resources
	engine.liveRestore == false
}

not_applicable contains result.because(engine, "swarm", {}) if {
	some engine in input.resources
	engine.swarm.state == "active"
}
