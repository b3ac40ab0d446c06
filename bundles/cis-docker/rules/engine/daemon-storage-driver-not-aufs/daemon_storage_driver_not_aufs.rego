# METADATA
# title: Image layers are not kept by the driver aufs
# description: |
#   The driver was never part of the kernel and is gone from engines since release 24; nobody fixes its faults.
# related_resources:
# - ref: https://docs.docker.com/engine/storage/drivers/select-storage-driver/
# custom:
#   severity: medium
#   kind: engine
#   needs: [storageDriver]
#   runtimes: [docker]
#   message: "{name} keeps image layers by the driver aufs"
#   remediation: Save the images, set storage-driver to overlay2, restart, load them; layers are not converted.
#   fixes:
#     daemonJson: |
#       { "storage-driver": "overlay2" }
#   aliases:
#     docker-bench: "2.6"
#     inspec: docker-2.5
package plimsoll.rules.engine.daemon_storage_driver_not_aufs

import data.plimsoll.lib.result

violations contains result.fail(engine, {}) if {
	some engine in input.resources
	engine.storageDriver == "aufs"
}
