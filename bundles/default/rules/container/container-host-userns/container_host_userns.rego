# METADATA
# title: Containers do not opt out of the engine's mapping of users
# description: With --userns host, root of the container is root of the host even where the engine maps users.
# related_resources:
# - ref: https://docs.docker.com/engine/security/userns-remap/#disable-namespace-remapping-for-a-container
# custom:
#   severity: high
#   kind: container
#   needs: [usernsMode]
#   runtimes: [docker, podman]
#   message: "{name} opts out of the mapping of users"
#   remediation: Start it without --userns host.
#   fixes:
#     dockerRun: docker run --user 10001:10001 IMAGE
#   aliases:
#     docker-bench: "5.31"
#     docker-bench-1.6.0: "5.30"
#     inspec: docker-5.30
package plimsoll.rules.container.container_host_userns

import data.plimsoll.lib.result

violations contains result.fail(container, {}) if {
	some container in input.resources
	container.usernsMode == "host"
}
