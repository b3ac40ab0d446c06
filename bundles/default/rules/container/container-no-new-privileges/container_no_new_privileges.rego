# METADATA
# title: Processes of a container cannot gain rights
# description: |
#   Without no-new-privileges a process gains root through any setuid program of the image. The engine's default counts;
#   a container may switch it off again.
# related_resources:
# - ref: https://docs.docker.com/reference/cli/docker/container/run/#security-opt
# custom:
#   severity: medium
#   kind: container
#   needs: [noNewPrivileges, engine.noNewPrivileges]
#   message: Processes of {name} can gain rights through setuid programs
#   remediation: Start it with --security-opt no-new-privileges, or make that the default of the engine.
#   fixes:
#     dockerRun: docker run --security-opt no-new-privileges IMAGE
#     compose: |
#       services:
#         app:
#           security_opt: ["no-new-privileges:true"]
#     daemonJson: |
#       { "no-new-privileges": true }
#     kubernetes: |
#       securityContext:
#         allowPrivilegeEscalation: false
#   aliases:
#     docker-bench: "5.26"
#     docker-bench-1.6.0: "5.25"
#     inspec: docker-5.25
#     trivy: KSV-0001
package plimsoll.rules.container.container_no_new_privileges

import data.plimsoll.lib.result

violations contains result.fail(container, {}) if {
	some container in input.resources
	container.noNewPrivileges == false
}

violations contains result.fail(container, {}) if {
	some container in input.resources
	container.noNewPrivileges == null
	container.engine.noNewPrivileges == false
}

unknown contains result.unknown(container, "engine.noNewPrivileges", "not-supported") if {
	some container in input.resources
	container.noNewPrivileges == null
	container.engine.noNewPrivileges == null
}
