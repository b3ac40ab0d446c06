# METADATA
# title: Resource limits of processes suit each container
# description: |
#   The engine's default ulimits do for most containers; one with other needs sets its own. Limits named in maxUlimits are
#   judged. All others, and containers without any limit where the engine has no defaults, are put to a person.
# related_resources:
# - ref: https://docs.docker.com/reference/cli/docker/container/run/#ulimit
# custom:
#   severity: low
#   kind: container
#   needs: [ulimits, engine.defaultUlimits]
#   runtimes: [docker, podman]
#   message: "{name} sets its limit {limit} to {hard}; at most {maximum} is allowed (-1 is without limit)"
#   remediation: Lower the limit with --ulimit, or raise it in maxUlimits where the work needs it.
#   question: "Do the limits of {name} fit its work: {limits}?"
#   parameters:
#     maxUlimits:
#       title: The highest value a container may set for a limit; -1 is without limit
#       schema:
#         type: array
#         items:
#           type: object
#           additionalProperties: false
#           required: [name, maximum]
#           properties:
#             name: { type: string, minLength: 1 }
#             maximum: { type: integer, minimum: -1 }
#       default: []
#   fixes:
#     dockerRun: docker run --ulimit nofile=1024:4096 IMAGE
#     compose: |
#       services:
#         app:
#           ulimits:
#             nofile: { soft: 1024, hard: 4096 }
#     daemonJson: |
#       { "default-ulimits": { "nofile": { "Name": "nofile", "Soft": 1024, "Hard": 4096 } } }
#   aliases:
#     docker-bench: "5.19"
#     docker-bench-1.6.0: "5.18"
#     inspec: docker-5.18
package plimsoll.rules.container.container_ulimit_override

import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/container-ulimit-override"]

violations contains result.part(container, ulimit.name, {"pointer": "/ulimits"}, args) if {
	some container in input.resources
	some ulimit in container.ulimits
	some allowed in _params.maxUlimits
	allowed.name == ulimit.name
	_exceeds(ulimit, allowed.maximum)
	args := {"limit": ulimit.name, "hard": ulimit.hard, "maximum": allowed.maximum}
}

review contains result.ask(container, {"limits": concat(", ", sort(names))}) if {
	some container in input.resources
	names := {ulimit.name |
		some ulimit in container.ulimits
		not _has_maximum(ulimit.name)
	}
	count(names) > 0
}

review contains result.ask(container, {"limits": "none are set, neither here nor by the engine"}) if {
	some container in input.resources
	container.ulimits == []
	container.engine.defaultUlimits == false
}

_has_maximum(name) if {
	some allowed in _params.maxUlimits
	allowed.name == name
}

# The soft limit is never above the hard one.
_exceeds(ulimit, maximum) if {
	maximum != -1
	ulimit.hard == -1
}

_exceeds(ulimit, maximum) if {
	maximum != -1
	ulimit.hard > maximum
}
