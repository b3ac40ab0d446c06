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
#   needs: [counts, oldestStoppedContainerAt]
#   message:
#     number: "{name} keeps {stopped} stopped containers; at most {highest} are allowed"
#     age: "{name} keeps a stopped container that was made {days} days ago; at most {highest} are allowed"
#   remediation: Remove stopped containers on a schedule, and start short jobs with --rm.
#   reasons:
#     no-containers: "{name} has no containers"
#   question: "{name} has {containers} containers, {stopped} of them stopped (oldest: {oldest}): is each of those still wanted?"
#   parameters:
#     maxStoppedContainers:
#       title: How many containers may be stopped; null leaves the answer to a person
#       schema: { type: [integer, "null"], minimum: 0 }
#       default: null
#     maxStoppedContainerAgeDays:
#       title: Days after its creation for which a stopped container may be kept; null sets no age
#       schema: { type: [integer, "null"], minimum: 0 }
#       default: null
#       direction: higher-is-looser
#   fixes:
#     shell: docker container prune --force --filter until=24h
#   aliases:
#     docker-bench: "6.2"
#     inspec: host-6.5
package plimsoll.rules.engine.container_sprawl

import data.plimsoll.lib.result
import data.plimsoll.lib.time as times

_params := data.plimsoll.params["plimsoll/container-sprawl"]

violations contains result.part(engine, "number", {"pointer": "/counts"}, args) if {
	is_number(_params.maxStoppedContainers)
	some engine in input.resources
	engine.counts.stopped > _params.maxStoppedContainers
	args := {"code": "number", "stopped": engine.counts.stopped, "highest": _params.maxStoppedContainers}
}

violations contains result.part(engine, "age", {"pointer": "/oldestStoppedContainerAt"}, args) if {
	is_number(_params.maxStoppedContainerAgeDays)
	some engine in input.resources
	age := times.days_between(engine.oldestStoppedContainerAt, data.plimsoll.now)
	age.ok == true
	age.value > _params.maxStoppedContainerAgeDays
	args := {"code": "age", "days": age.value, "highest": _params.maxStoppedContainerAgeDays}
}

not_applicable contains result.because(engine, "no-containers", {}) if {
	some engine in input.resources
	engine.counts.containers == 0
}

review contains result.ask(engine, args) if {
	is_null(_params.maxStoppedContainers)
	is_null(_params.maxStoppedContainerAgeDays)
	some engine in input.resources
	engine.counts.containers > 0
	args := {
		"containers": engine.counts.containers,
		"stopped": engine.counts.stopped,
		"oldest": _stated(engine.oldestStoppedContainerAt),
	}
}

_stated(at) := at if is_string(at)

_stated(null) := "none"
