# METADATA
# title: Files enter images by COPY, which neither fetches nor unpacks
# description: |
#   ADD of an address stores whatever the server sends that day, and fails here unless a checksum goes with it. ADD of
#   a local file may unpack it, and a person decides whether that is meant. The root file system that a base image
#   begins with does not count.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#add-or-copy
# custom:
#   severity: low
#   kind: image
#   needs: [history]
#   message: "A build step of {name} adds what it fetches: {step}"
#   question: "Does each of these steps of {name} need what ADD does beyond COPY: {steps}?"
#   remediation: Replace ADD by COPY; download with a checksum, by ADD --checksum or in a RUN step.
#   reasons:
#     no-history: The history of {name} says nothing
#   fixes:
#     dockerfile: COPY app/ /opt/app/
#   aliases:
#     docker-bench: "4.9"
#     dockle: CIS-DI-0009
#     inspec: docker-4.9
#     trivy: DS-0005
package plimsoll.rules.image.image_copy_not_add

import data.plimsoll.lib.buildsteps
import data.plimsoll.lib.result

violations contains result.part(image, step, {"pointer": "/history"}, {"step": step}) if {
	some image in input.resources
	some entry in _added(image)
	_is_unchecked_download(entry.createdBy)
	step := buildsteps.cut(entry.createdBy)
}

not_applicable contains result.because(image, "no-history", {}) if {
	some image in input.resources
	not buildsteps.is_told(image.history)
}

review contains result.ask(image, {"steps": steps}) if {
	some image in input.resources
	steps := [buildsteps.cut(entry.createdBy) |
		some entry in _added(image)
		not _is_unchecked_download(entry.createdBy)
	]
	count(steps) > 0
}

_added(image) := [entry |
	some index, entry in image.history
	startswith(buildsteps.instruction(entry.createdBy), "ADD ")
	not _is_root_file_system(image, index)
]

_is_root_file_system(image, index) if {
	index == min([each | some each, entry in image.history; entry.emptyLayer == false])
	text := buildsteps.instruction(image.history[index].createdBy)
	endswith(text, " /")
	not contains(text, "://")
}

_is_unchecked_download(step) if {
	_is_remote(step)
	not contains(step, "--checksum=")
}

_is_remote(step) if contains(step, "://")

_is_remote(step) if contains(step, " git@")
