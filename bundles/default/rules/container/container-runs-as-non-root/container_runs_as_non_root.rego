# METADATA
# title: Containers run as a user of their own, not as root
# description: |
#   Root in a container is root on the host for every hole in the kernel and every file that is mounted. Where the engine
#   maps users or runs unprivileged itself, root of the container is an unprivileged user of the host.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#user
# - ref: https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html
# custom:
#   severity: high
#   kind: container
#   needs: [user, usernsMode, engine.usernsRemap, engine.rootless]
#   message: "{name} runs as root"
#   remediation: Add a USER line with a number to the Dockerfile, or start it with --user.
#   reasons:
#     mapped: Root of {name} is an unprivileged user of the host
#   fixes:
#     dockerRun: docker run --user 10001:10001 IMAGE
#     compose: |
#       services:
#         app:
#           user: "10001:10001"
#     dockerfile: USER 10001:10001
#     kubernetes: |
#       securityContext:
#         runAsNonRoot: true
#         runAsUser: 10001
#   aliases:
#     docker-bench: "4.1"
#     inspec: docker-4.1
#     trivy: KSV-0012
package plimsoll.rules.container.container_runs_as_non_root

import data.plimsoll.lib.result

violations contains result.fail(container, {}) if {
	some container in input.resources
	_is_root(container.user)
}

not_applicable contains result.because(container, "mapped", {}) if {
	some container in input.resources
	_is_mapped(container)
}

_is_root(user) if is_null(user)

# "0", "00:0" and ":100" are root too; a name may be an alias of root in the image, which only its files would tell.
_is_root(user) if {
	is_string(user)
	trim_left(split(user, ":")[0], "0") in {"", "root"}
}

_is_mapped(container) if container.engine.rootless == true

_is_mapped(container) if {
	container.engine.usernsRemap == true
	container.usernsMode != "host"
}
