# METADATA
# title: Image layers are not kept by the driver devicemapper
# description: The driver is gone from engines since release 25; on a file as its pool it loses data and speed.
# related_resources:
# - ref: https://docs.docker.com/engine/storage/drivers/select-storage-driver/
# custom:
#   severity: medium
#   kind: engine
#   needs: [storageDriver]
#   runtimes: [docker]
#   message: "{name} keeps image layers by the driver devicemapper"
#   remediation: Save the images, set storage-driver to overlay2, restart, load them; layers are not converted.
#   fixes:
#     daemonJson: |
#       { "storage-driver": "overlay2" }
package plimsoll.rules.engine.daemon_storage_driver_not_devicemapper

import data.plimsoll.lib.result

violations contains result.fail(engine, {}) if {
	some engine in input.resources
	engine.storageDriver == "devicemapper"
}
