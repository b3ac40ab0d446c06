# METADATA
# title: Build steps refresh the package index only together with what they install
# description: |
#   The layer of a refresh that stands alone is taken from the cache for months, and the next step then installs old
#   packages. The history does not tell which steps came with the base image, so a person decides unless strict is set.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#apt-get
# custom:
#   severity: low
#   kind: image
#   needs: [history]
#   message: "A build step of {name} refreshes the package index and installs nothing: {step}"
#   question: "Do these steps of {name} come with a base image that is rebuilt often enough: {steps}?"
#   remediation: Join refresh and install in one RUN step and pin versions; build without the cache when fixes are wanted.
#   reasons:
#     no-history: The history of {name} says nothing
#   parameters:
#     strict:
#       title: Whether such a step fails without asking a person
#       schema: { type: boolean }
#       default: false
#   fixes:
#     dockerfile: RUN apt-get update && apt-get install -y --no-install-recommends nginx && rm -rf /var/lib/apt/lists/*
#   aliases:
#     docker-bench: "4.7"
#     dockle: CIS-DI-0007
#     inspec: docker-4.7
#     trivy: DS-0017
package plimsoll.rules.image.image_update_not_alone

import data.plimsoll.lib.buildsteps
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/image-update-not-alone"]

violations contains result.part(image, step, {"pointer": "/history"}, {"step": step}) if {
	_params.strict == true
	some image in input.resources
	some step in _alone(image)
}

not_applicable contains result.because(image, "no-history", {}) if {
	some image in input.resources
	not buildsteps.is_told(image.history)
}

review contains result.ask(image, {"steps": steps}) if {
	_params.strict == false
	some image in input.resources
	steps := _alone(image)
	count(steps) > 0
}

_alone(image) := [buildsteps.cut(entry.createdBy) |
	some entry in image.history
	_mentions_refresh(entry.createdBy)
	buildsteps.runs(entry.createdBy)
	_refreshes_alone(buildsteps.commands(entry.createdBy))
]

_refreshes_alone(commands) if {
	some index, command in commands
	_refreshes(command)
	every later in array.slice(commands, index + 1, count(commands)) { not _installs(later) }
}

# Cheaper than the pattern, which then sees few steps.
_mentions_refresh(text) if {
	some word in ["update", "makecache", "ref", "-Sy"]
	contains(text, word)
}

_refreshes(command) if {
	regex.match(
		`\b(apt-get|apt|aptitude)\s+(-\S+\s+(\S+=\S+\s+)?)*update\b|\bapk\s+(-\S+\s+)*update\b|\b(yum|dnf|microdnf|tdnf)\s+(-\S+\s+)*makecache\b|\bzypper\s+(-\S+\s+)*ref(resh)?\b|\bpacman\s+(-\S+\s+)*-Sy+(\s+-\S+)*\s*$`,
		command,
	)
}

_installs(command) if {
	regex.match(
		`\b(apt-get|apt|aptitude)\s.*\b(install|upgrade|build-dep)\b|\bapk\s.*\b(add|upgrade)\b|\b(yum|dnf|microdnf|tdnf)\s.*\b(\w*install|update|upgrade)\b|\bzypper\s.*\b(install|in|update|up|patch|dup)\b|\bpacman\s.*-S`,
		command,
	)
}
