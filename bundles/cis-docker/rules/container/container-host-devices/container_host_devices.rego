# METADATA
# title: Containers hold no device of the host that they do not need
# description: |
#   A device is direct access to hardware and to the driver behind it. Whether a container needs one is known to people,
#   so they are asked, or they list what is agreed on. Counted are devices by their path, requests for what a device does,
#   such as graphics cards, and rights on whole classes of devices.
# related_resources:
# - ref: https://docs.docker.com/reference/cli/docker/container/run/#device
# custom:
#   severity: high
#   kind: container
#   needs: [deviceCgroupRules, deviceRequests, devices, privileged]
#   runtimes: [docker, podman]
#   message:
#     device: "{name} holds {device} of the host, or a right on it, that nobody agreed on"
#     request: "{name} asks for {device}, that nobody agreed on"
#     rule: "{name} holds the right {rule} on a class of devices, that nobody agreed on"
#     privileged: "{name} runs privileged and so holds every device of the host"
#   remediation: Start it without the device, or with only the rights it uses, such as --device /dev/ttyUSB0:/dev/ttyUSB0:r.
#   question: "Does {name} need {devices} of the host, and for what?"
#   parameters:
#     allowedDevices:
#       title: Devices of the host that containers may hold, with rights out of r, w and m; null leaves the answer to a person
#       schema:
#         type: [array, "null"]
#         items:
#           type: object
#           additionalProperties: false
#           required: [path, permissions]
#           properties:
#             path: { type: string, pattern: "^/" }
#             permissions: { type: string, pattern: "^[rwm]+$" }
#       default: null
#       direction: more-is-looser
#     allowedDeviceRequests:
#       title: Drivers or capabilities by which containers may ask for devices, such as nvidia or gpu, where allowedDevices is a list
#       schema: { type: array, items: { type: string, minLength: 1 } }
#       default: []
#       direction: more-is-looser
#     allowedDeviceCgroupRules:
#       title: Rights on classes of devices that containers may hold, such as "c 189:* r", where allowedDevices is a list
#       schema: { type: array, items: { type: string, minLength: 1 } }
#       default: []
#       direction: more-is-looser
#   fixes:
#     dockerRun: docker run --device /dev/ttyUSB0:/dev/ttyUSB0:r IMAGE
#     compose: |
#       services:
#         app:
#           devices: ["/dev/ttyUSB0:/dev/ttyUSB0:r"]
#   aliases:
#     docker-bench: "5.18"
#     docker-bench-1.6.0: "5.17"
#     inspec: docker-5.17
package plimsoll.rules.container.container_host_devices

import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/container-host-devices"]

violations contains result.part(container, device.path, {"pointer": "/devices"}, args) if {
	is_array(_params.allowedDevices)
	some container in input.resources
	some device in container.devices
	some right in _rights
	_holds(device, right)
	not _is_allowed(device.path, right)
	args := {"code": "device", "device": device.path}
}

violations contains result.part(container, "privileged", {"pointer": "/privileged"}, {"code": "privileged"}) if {
	is_array(_params.allowedDevices)
	some container in input.resources
	container.privileged == true
}

violations contains result.part(container, part, {"pointer": "/deviceRequests"}, args) if {
	is_array(_params.allowedDevices)
	some container in input.resources
	some request in container.deviceRequests
	count(_names(request) & {name | some name in _params.allowedDeviceRequests}) == 0
	args := {"code": "request", "device": _label(request)}
	part := concat(" ", ["request", args.device])
}

violations contains result.part(container, part, {"pointer": "/deviceCgroupRules"}, args) if {
	is_array(_params.allowedDevices)
	some container in input.resources
	some rule in container.deviceCgroupRules
	not rule in _params.allowedDeviceCgroupRules
	part := concat(" ", ["rule", rule])
	args := {"code": "rule", "rule": rule}
}

review contains result.ask(container, {"devices": concat(", ", sort(names))}) if {
	is_null(_params.allowedDevices)
	some container in input.resources
	container.privileged == false
	names := _held(container)
	count(names) > 0
}

review contains result.ask(container, {"devices": "every device"}) if {
	is_null(_params.allowedDevices)
	some container in input.resources
	container.privileged == true
}

_held(container) := names if {
	paths := {device.path | some device in container.devices}
	requests := {_label(request) | some request in container.deviceRequests}
	rules := {concat(" ", ["class", rule]) | some rule in container.deviceCgroupRules}
	names := (paths | requests) | rules
}

# A request is agreed on by its driver or by one of the things it asks for.
_names(request) := {name | some name in request.capabilities} | {request.driver | request.driver != null}

_label(request) := concat(" ", ["devices for", concat(", ", sort(_names(request)))]) if {
	count(request.ids) == 0
	count(_names(request)) > 0
} else := concat(" ", ["devices", concat(", ", request.ids)]) if {
	count(request.ids) > 0
} else := "devices of the engine's choice"

_rights := {"r", "w", "m"}

_holds(device, right) if contains(device.permissions, right)

# Where no rights are said, all are taken as given.
_holds(device, _) if device.permissions == ""

_is_allowed(path, right) if {
	some allowed in _params.allowedDevices
	allowed.path == path
	contains(allowed.permissions, right)
}
