# METADATA
# title: Root in a container is an unprivileged user of the host
# description: |
#   With userns-remap, or with an engine that runs without root, whoever breaks out of a container has no
#   rights.
# related_resources:
# - ref: https://docs.docker.com/engine/security/userns-remap/
# custom:
#   severity: medium
#   kind: engine
#   needs: [usernsRemap, rootless]
#   message: "Root in containers of {name} is root of the host"
#   remediation: Set userns-remap, or run the engine rootless. Images and volumes then start from an empty folder.
#   fixes:
#     daemonJson: |
#       { "userns-remap": "default" }
#   aliases:
#     docker-bench: "2.9"
#     inspec: docker-2.8
package plimsoll.rules.engine.daemon_userns_remap

import data.plimsoll.lib.result

violations contains result.fail(engine, {}) if {
	some engine in input.resources
	engine.usernsRemap == false
	engine.rootless == false
}
