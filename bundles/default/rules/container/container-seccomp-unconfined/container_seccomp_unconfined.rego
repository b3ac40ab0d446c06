# METADATA
# title: System calls of containers are filtered
# description: |
#   The engine's default profile keeps some forty system calls from containers, most of which no program needs and many of
#   which had holes. Without a filter the whole kernel is in reach.
# related_resources:
# - ref: https://docs.docker.com/engine/security/seccomp/
# custom:
#   severity: high
#   kind: container
#   needs: [seccompProfile, privileged, engine.seccompProfile]
#   message: System calls of {name} are not filtered
#   remediation: Start it without seccomp=unconfined; where a call is missing, give it a profile that adds that call.
#   fixes:
#     dockerRun: docker run --security-opt seccomp=/etc/docker/app.json IMAGE
#     compose: |
#       services:
#         app:
#           security_opt: ["seccomp:./app.json"]
#     kubernetes: |
#       securityContext:
#         seccompProfile:
#           type: RuntimeDefault
#   aliases:
#     docker-bench: "5.22"
#     docker-bench-1.6.0: "5.21"
#     inspec: docker-5.21
#     trivy: [KSV-0030, KSV-0104]
package plimsoll.rules.container.container_seccomp_unconfined

import data.plimsoll.lib.result

violations contains result.fail(container, {}) if {
	some container in input.resources
	_is_unfiltered(container)
}

_is_unfiltered(container) if container.seccompProfile == "unconfined"

_is_unfiltered(container) if {
	container.seccompProfile == null
	container.privileged == true
}

_is_unfiltered(container) if {
	container.seccompProfile == null
	container.engine.seccompProfile in {null, "unconfined"}
}
