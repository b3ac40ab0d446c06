# METADATA
# title: The disk of each container has its default size
# description: |
#   The driver devicemapper gives each container a disk. A larger one lets a single container fill the pool of all,
#   and cannot be made smaller again.
# related_resources:
# - ref: https://docs.docker.com/engine/storage/drivers/device-mapper-driver/
# custom:
#   severity: low
#   kind: engine
#   needs: [storageDriver, configuration]
#   runtimes: [docker]
#   message: "{name} sets {option} for the disk of each container"
#   remediation: Remove dm.basesize from storage-opts; better, leave the driver devicemapper.
#   reasons:
#     other-driver: "{name} keeps image layers by the driver {storageDriver}"
#   aliases:
#     docker-bench: "2.11"
#     inspec: docker-2.10
package plimsoll.rules.engine.daemon_no_base_device_size

import data.plimsoll.lib.result

violations contains result.part(engine, "dm.basesize", {"pointer": "/configuration"}, {"option": option}) if {
	some engine in input.resources
	engine.storageDriver == "devicemapper"
	some setting in engine.configuration
	setting.name == "storage-opts"
	some option in setting.values
	startswith(trim_space(option), "dm.basesize")
}

not_applicable contains result.because(engine, "other-driver", {}) if {
	some engine in input.resources
	engine.storageDriver != "devicemapper"
}
