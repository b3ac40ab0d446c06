# METADATA
# title: The engine keeps its data on a file system of its own
# description: |
#   Images, logs and volumes grow until the disk is full. On a file system of their own they stop the containers; on
#   that of the host they stop the host. Images kept in containerd's store are in a folder of containerd, which is not
#   looked at here, so a person says where that one is.
# related_resources:
# - ref: https://docs.docker.com/engine/daemon/#daemon-data-directory
# custom:
#   severity: medium
#   kind: engine
#   needs: [dataRoot, dataRootMount, contentStore, usernsRemap]
#   message: "{name} keeps its data below {dataRoot}, on a file system it shares ({fileSystem})"
#   remediation: Mount a volume at the data root through /etc/fstab, or let data-root name such a mount.
#   question: "{name} keeps images in containerd: is its folder (/var/lib/containerd) a file system of its own?"
#   fixes:
#     daemonJson: |
#       { "data-root": "/srv/docker" }
#   aliases:
#     docker-bench: "1.1.1"
#     inspec: host-1.1
package plimsoll.rules.engine.host_docker_root_separate_mount

import data.plimsoll.lib.result

violations contains result.fail(engine, {"fileSystem": engine.dataRootMount.fileSystem}) if {
	some engine in input.resources
	engine.usernsRemap == false
	engine.dataRootMount.ownMount == false
}

# The folder of a remapped engine lies below the mount that counts, and only that folder was looked at.
unknown contains result.unknown(engine, "dataRootMount", "not-supported") if {
	some engine in input.resources
	engine.usernsRemap == true
	engine.dataRootMount.ownMount == false
}

review contains result.ask(engine, {}) if {
	some engine in input.resources
	engine.dataRootMount.ownMount == true
	engine.contentStore == "containerd"
}
