# METADATA
# title: Nobody opens a privileged shell in a container through exec
# description: |
#   A privileged exec takes all confinement off one process of a running container. The engine keeps few events and forgets
#   them when it is restarted, so what it still has can show that it happened and never that it did not.
# related_resources:
# - ref: https://docs.docker.com/reference/cli/docker/container/exec/
# custom:
#   severity: medium
#   kind: engine
#   needs: [execEvents, counts.containers]
#   runtimes: [docker]
#   message: "{name} was asked for a privileged exec in {container}"
#   remediation: Use exec without --privileged, and limit who may use the socket, for instance by an authorization plugin.
#   question: "What besides the {seen} exec events that {name} still has shows that nobody opened a privileged shell?"
#   reasons:
#     no-containers: "{name} has no containers and no record of an exec"
#   parameters:
#     lookbackDays:
#       title: How many days back an exec counts
#       schema: { type: integer, minimum: 1 }
#       default: 30
#       direction: lower-is-looser
#   fixes:
#     shell: docker exec web ps
#   aliases:
#     docker-bench: "5.23"
#     docker-bench-1.6.0: "5.22"
#     inspec: docker-5.22
package plimsoll.rules.engine.exec_no_privileged

import data.plimsoll.lib.execs
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/exec-no-privileged"]

violations contains result.part(engine, event.container, {"pointer": "/execEvents"}, {"container": event.container}) if {
	some engine in input.resources
	some event in engine.execEvents
	event.privileged == true
	execs.is_recent(event, data.plimsoll.now, _params.lookbackDays)
}

not_applicable contains result.because(engine, "no-containers", {}) if {
	some engine in input.resources
	engine.counts.containers == 0
	engine.execEvents == []
}

review contains result.ask(engine, {"seen": count(engine.execEvents)}) if some engine in input.resources
