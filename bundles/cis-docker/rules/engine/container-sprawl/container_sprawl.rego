# METADATA
# title: The host keeps few containers that do not run
# description: |
#   A stopped container keeps its disk and its settings, and an old one with known holes is a command away from
#   running.
# related_resources:
# - ref: https://docs.docker.com/reference/cli/docker/container/prune/
# custom:
#   severity: low
#   kind: engine
#   needs: [counts]
#   message: "{name} keeps {stopped} stopped containers; at most {highest} are allowed"
#   remediation: Remove stopped containers on a schedule, and start short jobs with --rm.
#   reasons:
#     no-containers: "{name} has no containers"
#   question: "{name} has {containers} containers, {stopped} of them stopped: is each of those still wanted?"
#   parameters:
#     maxStoppedContainers:
#       title: How many containers may be stopped; null leaves the answer to a person
#       schema: { type: [integer, "null"], minimum: 0 }
#       default: null
#   fixes:
#     shell: docker container prune --force --filter until=24h
#   aliases:
#     docker-bench: "6.2"
#     inspec: host-6.5
package plimsoll.rules.engine.container_sprawl

import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/container-sprawl"]

violations contains result.fail(engine, args) if {
	is_number(_params.maxStoppedContainers)
	some engine in input.resources
	engine.counts.stopped > _params.maxStoppedContainers
	args := {"stopped": engine.counts.stopped, "highest": _params.maxStoppedContainers}
}

not_applicable contains result.because(engine, "no-containers", {}) if {
	some engine in input.resources
	engine.counts.containers == 0
}

review contains result.ask(engine, {"containers": engine.counts.containers, "stopped": engine.counts.stopped}) if {
	is_null(_params.maxStoppedContainers)
	some engine in input.resources
	engine.counts.containers > 0
}
