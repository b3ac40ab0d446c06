# METADATA
# title: The kernel may end a container that takes all memory
# description: |
#   A container that the kernel may not end, and that has no limit of memory, brings down everything else on the host
#   before itself.
# related_resources:
# - ref: https://docs.docker.com/engine/containers/resource_constraints/
# custom:
#   severity: medium
#   kind: container
#   needs: [oomKillDisable, memoryLimit]
#   message: "{name} has no limit of memory and may not be ended when memory runs out"
#   remediation: Start it without --oom-kill-disable, or give it a limit with --memory.
#   fixes:
#     dockerRun: docker run --memory 512m IMAGE
package plimsoll.rules.container.container_oom_kill_disabled

import data.plimsoll.lib.result

violations contains result.fail(container, {}) if {
	some container in input.resources
	container.oomKillDisable == true
	container.memoryLimit == 0
}
