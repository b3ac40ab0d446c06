# METADATA
# title: The engine filters system calls by default
# description: Without a default profile every container starts with the whole kernel in reach.
# related_resources:
# - ref: https://docs.docker.com/engine/security/seccomp/
# custom:
#   severity: high
#   kind: engine
#   needs: [seccompProfile]
#   message: "{name} starts containers without a filter for system calls"
#   remediation: Remove seccomp-profile "unconfined" from daemon.json; on a kernel without seccomp, change the kernel.
#   fixes:
#     daemonJson: |
#       { "seccomp-profile": "builtin" }
package plimsoll.rules.engine.engine_seccomp_enabled

import data.plimsoll.lib.result

violations contains result.fail(engine, {}) if {
	some engine in input.resources
	engine.seccompProfile in {null, "unconfined"}
}
