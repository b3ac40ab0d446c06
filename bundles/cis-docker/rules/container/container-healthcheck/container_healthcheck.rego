# METADATA
# title: The engine checks that each container still works
# description: |
#   A process that runs and no longer answers is noticed only by a check. One that the image brings counts, as long as the
#   engine carries it out. What the check finds is not judged here.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#healthcheck
# custom:
#   severity: low
#   kind: container
#   needs: [healthcheck, health, state]
#   runtimes: [docker, podman]
#   message:
#     none: Nothing checks whether {name} still works
#     idle: "{name} runs and has a check, which the engine does not carry out"
#     disabled: The check whether {name} still works is switched off
#   remediation: Add HEALTHCHECK to the image, or --health-cmd when starting.
#   fixes:
#     dockerRun: docker run --health-cmd "wget -q -O /dev/null http://localhost:8080/health" IMAGE
#     compose: |
#       services:
#         app:
#           healthcheck:
#             test: [CMD, wget, -q, -O, /dev/null, "http://localhost:8080/health"]
#   aliases:
#     docker-bench: "5.27"
#     docker-bench-1.6.0: "5.26"
#     inspec: docker-5.26
package plimsoll.rules.container.container_healthcheck

import data.plimsoll.lib.result

violations contains result.fail(container, {"code": "none"}) if {
	some container in input.resources
	container.healthcheck == null
}

violations contains result.fail(container, {"code": "disabled"}) if {
	some container in input.resources
	container.healthcheck.disabled == true
}

violations contains result.fail(container, {"code": "idle"}) if {
	some container in input.resources
	container.state == "running"
	container.healthcheck.disabled == false
	container.health == null
}
