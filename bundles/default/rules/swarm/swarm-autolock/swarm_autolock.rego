# METADATA
# title: A restarted manager needs the unlock key
# description: Without it, whoever copies the disk of a manager reads every secret of the swarm and its private keys.
# related_resources:
# - ref: https://docs.docker.com/engine/swarm/swarm_manager_locking/
# custom:
#   severity: medium
#   kind: swarm
#   needs: [autoLockManagers]
#   message: Managers of {name} keep the key of their log in the clear
#   remediation: Turn on autolock and store the key outside the swarm.
#   fixes:
#     shell: docker swarm update --autolock=true
#   aliases:
#     docker-bench: "7.5"
#     docker-bench-1.6.0: "7.6"
#     inspec: docker-2.23
package plimsoll.rules.swarm.swarm_autolock

import data.plimsoll.lib.result

violations contains result.fail(swarm, {}) if {
	some swarm in input.resources
	swarm.autoLockManagers == false
}
