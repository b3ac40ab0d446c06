# METADATA
# title: On hosts with SELinux each container runs with a confined label
# description: |
#   Labels keep a container's processes to its own files even where permissions would allow more; spc_t confines
#   nothing.
# related_resources:
# - ref: https://docs.docker.com/reference/cli/docker/container/run/#security-opt
# custom:
#   severity: medium
#   kind: container
#   needs: [selinuxLabel, engine.selinux]
#   message: SELinux does not confine {name}
#   remediation: Start it without label=disable and without --privileged; mark its folders with :z or :Z.
#   reasons:
#     not-used: The engine of {name} does not label containers
#   fixes:
#     dockerRun: docker run --volume /srv/app:/data:Z IMAGE
#     compose: |
#       services:
#         app:
#           volumes: ["/srv/app:/data:Z"]
#     daemonJson: |
#       { "selinux-enabled": true }
#   aliases:
#     docker-bench: "5.3"
#     docker-bench-1.6.0: "5.2"
#     inspec: docker-5.2
package plimsoll.rules.container.container_selinux_confined

import data.plimsoll.lib.result

violations contains result.fail(container, {}) if {
	some container in input.resources
	container.engine.selinux == true
	_is_unconfined(container.selinuxLabel)
}

not_applicable contains result.because(container, "not-used", {}) if {
	some container in input.resources
	container.engine.selinux == false
}

_is_unconfined(label) if label in {null, "", "disable"}

_is_unconfined(label) if contains(label, ":spc_t:")

_is_unconfined(label) if contains(label, ":unconfined_t:")
