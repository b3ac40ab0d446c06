# METADATA
# title: No process of a container gains rights it was not started with, by default
# description: |
#   Without the setting a program with a setuid bit inside an image makes any user of the container its root. A
#   container can still be started with the setting turned off, so containers have a rule of their own.
# related_resources:
# - ref: https://docs.docker.com/reference/cli/dockerd/#daemon-configuration-file
# custom:
#   severity: medium
#   kind: engine
#   needs: [noNewPrivileges]
#   runtimes: [docker]
#   message: "{name} lets processes of containers gain new rights by default"
#   remediation: Set no-new-privileges to true in daemon.json and restart the engine.
#   fixes:
#     daemonJson: |
#       { "no-new-privileges": true }
#   aliases:
#     docker-bench: "2.14"
package plimsoll.rules.engine.daemon_no_new_privileges

import data.plimsoll.lib.result

violations contains result.fail(engine, {}) if {
	some engine in input.resources
	engine.noNewPrivileges == false
}
