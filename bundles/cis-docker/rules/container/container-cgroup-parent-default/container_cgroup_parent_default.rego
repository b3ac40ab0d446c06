# METADATA
# title: Containers sit below the standard parent cgroup
# description: |
#   Another parent has limits of its own, or none, and takes the container out of what the host sets for all of them.
#   Parents that were agreed on are named in allowedCgroupParents, the one set for the whole engine included.
# related_resources:
# - ref: https://docs.docker.com/reference/cli/docker/container/run/#cgroup-parent
# custom:
#   severity: low
#   kind: container
#   needs: [cgroupParent]
#   runtimes: [docker]
#   message: "{name} sits below the cgroup {cgroupParent}, which nobody agreed on"
#   remediation: Start it without --cgroup-parent, or name the parent in allowedCgroupParents.
#   parameters:
#     allowedCgroupParents:
#       title: Parent cgroups that containers may name
#       schema: { type: array, items: { type: string, minLength: 1 } }
#       default: []
#       direction: more-is-looser
#   aliases:
#     docker-bench: "5.25"
#     docker-bench-1.6.0: "5.24"
#     inspec: docker-5.24
package plimsoll.rules.container.container_cgroup_parent_default

import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/container-cgroup-parent-default"]

violations contains result.fail(container, {}) if {
	some container in input.resources
	not container.cgroupParent in {null, ""}
	not container.cgroupParent in _params.allowedCgroupParents
}
