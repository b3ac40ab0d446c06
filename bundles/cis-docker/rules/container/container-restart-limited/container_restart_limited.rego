# METADATA
# title: A container that crashes is started again a few times at most
# description: |
#   Restarting without end hides a fault and uses up the host. A task of a swarm is judged by the policy of its service,
#   where no number of attempts means without end.
# related_resources:
# - ref: https://docs.docker.com/engine/containers/start-containers-automatically/
# custom:
#   severity: low
#   kind: container
#   needs: [restartPolicy, serviceRestartPolicy]
#   runtimes: [docker, podman]
#   message:
#     endless: "{name} is started again without end ({policy})"
#     often: "{name} is started again up to {times} times; at most {limit} are allowed"
#     service-endless: "The service of {name} starts it again without end"
#     service-often: "The service of {name} starts it again up to {times} times; at most {limit} are allowed"
#   remediation: Start it with --restart on-failure and a number of attempts, and find out why it ends.
#   parameters:
#     maxRestarts:
#       title: How often a container may be started again
#       schema: { type: integer, minimum: 1 }
#       default: 5
#       direction: higher-is-looser
#     allowAlways:
#       title: Whether plain containers may be started again without end
#       schema: { type: boolean }
#       default: false
#   fixes:
#     dockerRun: docker run --restart on-failure:5 IMAGE
#     compose: |
#       services:
#         app:
#           restart: on-failure:5
#     shell: docker service update --restart-condition on-failure --restart-max-attempts 5 web
#   aliases:
#     docker-bench: "5.15"
#     docker-bench-1.6.0: "5.14"
#     inspec: docker-5.14
package plimsoll.rules.container.container_restart_limited

import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/container-restart-limited"]

violations contains result.fail(container, {"code": "endless", "policy": container.restartPolicy.name}) if {
	some container in input.resources
	not _is_task(container)
	not _is_limited(container.restartPolicy)
	container.restartPolicy.maximumRetryCount == 0
}

violations contains result.fail(container, _often("often", container.restartPolicy)) if {
	some container in input.resources
	not _is_task(container)
	not _is_limited(container.restartPolicy)
	container.restartPolicy.maximumRetryCount != 0
}

violations contains result.fail(container, {"code": "service-endless"}) if {
	some container in input.resources
	_is_task(container)
	not _is_limited_service(container.serviceRestartPolicy)
	not _states_attempts(container.serviceRestartPolicy)
}

violations contains result.fail(container, _often("service-often", container.serviceRestartPolicy)) if {
	some container in input.resources
	_is_task(container)
	not _is_limited_service(container.serviceRestartPolicy)
	_states_attempts(container.serviceRestartPolicy)
}

_often(code, policy) := {"code": code, "times": policy.maximumRetryCount, "limit": _params.maxRestarts}

# The label tells a task apart: a service that states no policy gives null, as a plain container does.
_is_task(container) if container.labels["com.docker.swarm.service.id"]

_is_task(container) if container.serviceRestartPolicy.name

_is_limited(policy) if policy.name == "no"

_is_limited(policy) if {
	policy.name == "on-failure"
	_is_few(policy.maximumRetryCount)
}

_is_limited(policy) if {
	_params.allowAlways == true
	policy.maximumRetryCount <= _params.maxRestarts
}

_is_limited_service(policy) if policy.name == "no"

_is_limited_service(policy) if _is_few(policy.maximumRetryCount)

# A service that states no policy, or no number of attempts, tries without end.
_states_attempts(policy) if policy.maximumRetryCount > 0

# 0 is without limit.
_is_few(attempts) if {
	attempts >= 1
	attempts <= _params.maxRestarts
}
