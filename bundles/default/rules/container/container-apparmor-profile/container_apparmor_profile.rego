# METADATA
# title: On hosts with AppArmor each container is confined by a profile
# description: |
#   The engine's profile keeps root of a container from mounting, from writing to dangerous files of /proc and /sys and
#   from tracing its neighbours. A privileged container and one that asked for it have none.
# related_resources:
# - ref: https://docs.docker.com/engine/security/apparmor/
# custom:
#   severity: medium
#   kind: container
#   needs: [apparmorProfile, state, privileged, engine.apparmor]
#   message: No AppArmor profile confines {name}
#   remediation: Start it without apparmor=unconfined and without --privileged; docker-default then applies.
#   reasons:
#     not-used: The engine of {name} does not use AppArmor
#   fixes:
#     dockerRun: docker run --security-opt apparmor=docker-default IMAGE
#     compose: |
#       services:
#         app:
#           security_opt: ["apparmor:docker-default"]
#   aliases:
#     docker-bench: "5.2"
#     docker-bench-1.6.0: "5.1"
#     inspec: docker-5.1
#     trivy: KSV-0002
package plimsoll.rules.container.container_apparmor_profile

import data.plimsoll.lib.result

violations contains result.fail(container, {}) if {
	some container in input.resources
	_is_unconfined(container)
}

not_applicable contains result.because(container, "not-used", {}) if {
	some container in input.resources
	container.engine.apparmor == false
}

_is_unconfined(container) if container.apparmorProfile == "unconfined"

_is_unconfined(container) if {
	_names_none(container)
	container.privileged == true
}

# Before its first start a container shows no profile yet.
_is_unconfined(container) if {
	_names_none(container)
	container.state != "created"
}

_names_none(container) if container.apparmorProfile in {null, ""}
