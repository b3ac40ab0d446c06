# METADATA
# title: Package lists are refreshed only together with what they install
# description: |
#   The layer of a refresh that stands alone is taken from the cache for months, and the next step then installs old
#   packages, or none that are still there.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#apt-get
# custom:
#   severity: medium
#   kind: dockerfile
#   needs: [instructions, stages, path]
#   message: "{name} refreshes package lists by {command} in a step that installs nothing: {step}"
#   remediation: Refresh and install in the same RUN step.
#   fixes:
#     dockerfile: RUN apt-get update && apt-get install -y --no-install-recommends nginx && rm -rf /var/lib/apt/lists/*
#   aliases:
#     trivy: DS-0017
package plimsoll.rules.dockerfile.dockerfile_update_with_install

import data.plimsoll.lib.dockerfiles
import data.plimsoll.lib.result

violations contains result.part(dockerfile, part, location, args) if {
	some dockerfile in input.resources
	some instruction in dockerfile.instructions
	instruction.name == "RUN"
	some words in instruction.commands
	command := _refresh(words)
	not _goes_on(instruction.commands)
	part := dockerfiles.step(instruction, dockerfile.stages)
	location := dockerfiles.location(dockerfile.path, instruction.line)
	args := {"command": command, "step": part}
}

_refresh(words) := concat(" ", [program, verb]) if {
	program := dockerfiles.program(words)
	some verb in _verbs[program]
	verb in dockerfiles.operands(words)
}

_verbs := {
	"apt-get": {"update"},
	"apt": {"update"},
	"aptitude": {"update"},
	"apk": {"update"},
	"dnf": {"makecache"},
	"yum": {"makecache"},
	"zypper": {"ref", "refresh"},
}

_goes_on(commands) if {
	some words in commands
	dockerfiles.installs(words)
}

_goes_on(commands) if {
	some words in commands
	some verb in ["build-dep", "dist-upgrade", "dup", "full-upgrade", "satisfy", "upgrade", "up", "update"]
	verb in dockerfiles.operands(words)
	not _refresh(words)
}

# What a script of the image does is not seen.
_goes_on(commands) if {
	some words in commands
	regex.match(`\.sh$|^\$`, dockerfiles.program(words))
}
