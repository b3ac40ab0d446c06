# METADATA
# title: A swarm has an odd number of managers, and no more than it needs
# description: |
#   The swarm works while more than half of its managers do, so an even number tolerates no more failures than one fewer,
#   and each manager more is another place that holds its secrets.
# related_resources:
# - ref: https://docs.docker.com/engine/swarm/admin_guide/#add-manager-nodes-for-fault-tolerance
# custom:
#   severity: low
#   kind: swarm
#   needs: [managers]
#   message:
#     unexpected: "{name} has {managers} managers, and {expected} are expected"
#     even: "{name} has {managers} managers, which is an even number"
#     many: "{name} has {managers} managers; at most {maximum} are allowed"
#   remediation: Promote or demote nodes until there are 1, 3 or 5 managers, the fewest for the failures to be tolerated.
#   parameters:
#     expectedManagers:
#       title: How many managers there have to be; null for any odd number up to maxManagers
#       schema: { type: [integer, "null"], minimum: 1 }
#       default: null
#     maxManagers:
#       title: How many managers there may be at most
#       schema: { type: integer, minimum: 1 }
#       default: 7
#       direction: higher-is-looser
#   fixes:
#     shell: docker node demote node-4
#   aliases:
#     docker-bench: "7.1"
#     docker-bench-1.6.0: "7.2"
#     inspec: docker-2.16
package plimsoll.rules.swarm.swarm_manager_count

import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/swarm-manager-count"]

violations contains result.fail(swarm, {"code": "unexpected", "expected": _params.expectedManagers}) if {
	is_number(_params.expectedManagers)
	some swarm in input.resources
	swarm.managers != _params.expectedManagers
}

violations contains result.fail(swarm, {"code": "even"}) if {
	is_null(_params.expectedManagers)
	some swarm in input.resources
	swarm.managers <= _params.maxManagers
	swarm.managers % 2 == 0
}

violations contains result.fail(swarm, {"code": "many", "maximum": _params.maxManagers}) if {
	is_null(_params.expectedManagers)
	some swarm in input.resources
	swarm.managers > _params.maxManagers
}
