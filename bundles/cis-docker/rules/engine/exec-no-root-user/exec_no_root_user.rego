# METADATA
# title: Nobody enters a container as root through exec
# description: |
#   An exec that asks for root goes past the account the container was given. An exec without an account runs as that
#   account and is not judged. What the engine no longer knows cannot show that nothing happened, so a person is asked.
# related_resources:
# - ref: https://docs.docker.com/reference/cli/docker/container/exec/
# custom:
#   severity: low
#   kind: engine
#   needs: [execEvents, counts.containers]
#   runtimes: [docker]
#   message: "{name} was asked for an exec as {user} in {container}"
#   remediation: Use exec --user with the number of an ordinary account, and limit who may use the socket.
#   question: "What besides the {seen} exec events that {name} still has shows that nobody entered a container as root?"
#   reasons:
#     no-containers: "{name} has no containers and no record of an exec"
#   parameters:
#     lookbackDays:
#       title: How many days back an exec counts
#       schema: { type: integer, minimum: 1 }
#       default: 30
#       direction: lower-is-looser
#   fixes:
#     shell: docker exec --user 1000 web ps
#   aliases:
#     docker-bench: "5.24"
#     docker-bench-1.6.0: "5.23"
#     inspec: docker-5.23
package plimsoll.rules.engine.exec_no_root_user

import data.plimsoll.lib.execs
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/exec-no-root-user"]

violations contains result.part(engine, event.container, {"pointer": "/execEvents"}, args) if {
	some engine in input.resources
	some event in engine.execEvents
	_is_root(event.user)
	execs.is_recent(event, data.plimsoll.now, _params.lookbackDays)
	args := {"container": event.container, "user": "root"}
}

not_applicable contains result.because(engine, "no-containers", {}) if {
	some engine in input.resources
	engine.counts.containers == 0
	engine.execEvents == []
}

review contains result.ask(engine, {"seen": count(engine.execEvents)}) if some engine in input.resources

# USER or USER:GROUP, by name or by number.
_is_root(user) if {
	user != null
	split(user, ":")[0] in {"root", "0"}
}
