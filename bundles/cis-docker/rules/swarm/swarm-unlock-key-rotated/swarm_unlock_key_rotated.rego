# METADATA
# title: The key that unlocks managers is replaced on a schedule
# description: |
#   Whoever has seen the key can read the log of a manager that was stolen. Managers do not say when it was last replaced,
#   so a person does; without autolock there is no key to replace.
# related_resources:
# - ref: https://docs.docker.com/engine/swarm/swarm_manager_locking/#rotate-the-unlock-key
# custom:
#   severity: low
#   kind: swarm
#   needs: [autoLockManagers]
#   message: "{name} has no unlock key to replace, for autolock is off"
#   remediation: Turn on autolock and rotate the key on a schedule; keep the old one until every manager has the new one.
#   question: "When was the unlock key of {name} last rotated, and how often does it have to be?"
#   fixes:
#     shell: docker swarm unlock-key --rotate --quiet
#   aliases:
#     docker-bench: "7.6"
#     docker-bench-1.6.0: "7.7"
#     inspec: docker-2.24
package plimsoll.rules.swarm.swarm_unlock_key_rotated

import data.plimsoll.lib.result

violations contains result.fail(swarm, {}) if {
	some swarm in input.resources
	swarm.autoLockManagers == false
}

review contains result.ask(swarm, {}) if {
	some swarm in input.resources
	swarm.autoLockManagers == true
}
