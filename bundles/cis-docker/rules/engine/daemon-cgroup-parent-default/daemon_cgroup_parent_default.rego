# METADATA
# title: Containers are in the standard control group, or in one chosen on purpose
# description: |
#   Another parent group has other limits, most often none, and takes the containers out of the accounting of the
#   engine.
# related_resources:
# - ref: https://docs.docker.com/reference/cli/dockerd/#default-cgroup-parent
# custom:
#   severity: low
#   kind: engine
#   needs: [cgroupParent]
#   runtimes: [docker]
#   message: "{name} puts containers below the control group {cgroupParent}, which is not on the list of allowed ones"
#   remediation: Remove cgroup-parent from daemon.json and the unit, or put the group on the list of allowed ones.
#   parameters:
#     allowedCgroupParents:
#       title: Parent groups that may be set
#       schema: { type: array, items: { type: string, minLength: 1 } }
#       default: [/docker, system.slice]
#       direction: more-is-looser
#   aliases:
#     docker-bench: "2.10"
#     inspec: docker-2.9
package plimsoll.rules.engine.daemon_cgroup_parent_default

import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/daemon-cgroup-parent-default"]

violations contains result.fail(engine, {}) if {
	some engine in input.resources
	not engine.cgroupParent in {null, ""}
	not engine.cgroupParent in _params.allowedCgroupParents
}
