# METADATA
# title: No container holds a disk or the memory of the host
# description: |
#   A block device gives every file on it, past all permissions; memory devices give the kernel. Other devices, such as
#   graphics cards or serial lines, are not judged here.
# related_resources:
# - ref: https://docs.docker.com/reference/cli/docker/container/run/#device
# custom:
#   severity: high
#   kind: container
#   needs: [devices]
#   message: "{name} holds {device} of the host"
#   remediation: Start it without the device; mount the folder or volume that is needed instead.
#   fixes:
#     compose: |
#       services:
#         app:
#           volumes: ["data:/data"]
#       volumes:
#         data: {}
#   aliases:
#     docker-bench: "5.18"
#     docker-bench-1.6.0: "5.17"
package plimsoll.rules.container.container_dangerous_devices

import data.plimsoll.lib.result

violations contains result.part(container, device.path, {"pointer": "/devices"}, {"device": device.path}) if {
	some container in input.resources
	some device in container.devices
	_is_dangerous(device.path)
}

_is_dangerous(path) if path in {"/dev", "/dev/mem", "/dev/kmem", "/dev/kcore", "/dev/port", "/dev/loop-control"}

_is_dangerous(path) if {
	some start in _disks
	startswith(path, start)
}

_disks := [
	"/dev/sd",
	"/dev/hd",
	"/dev/vd",
	"/dev/xvd",
	"/dev/nvme",
	"/dev/mmcblk",
	"/dev/dm-",
	"/dev/md",
	"/dev/mapper/",
	"/dev/disk/",
	"/dev/block/",
]
