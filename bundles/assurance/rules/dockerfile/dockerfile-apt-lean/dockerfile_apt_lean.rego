# METADATA
# title: Steps that install packages leave nothing behind and add nothing unasked
# description: |
#   What a package only recommends is installed unless --no-install-recommends is given, and lists and archives of
#   packages stay in the layer unless the same step removes them or keeps them in a cache mount. Stages that are not
#   shipped do not count.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#apt-get
# custom:
#   severity: low
#   kind: dockerfile
#   needs: [instructions, stages, path]
#   message:
#     recommends: "{name} installs packages without --no-install-recommends: {step}"
#     lists: "{name} leaves lists of packages in a layer: {step}"
#   remediation: Install by --no-install-recommends, and remove the lists in the same step; apk has --no-cache.
#   fixes:
#     dockerfile: RUN apt-get update && apt-get install -y --no-install-recommends nginx && rm -rf /var/lib/apt/lists/*
#   aliases:
#     trivy: [DS-0025, DS-0029]
#     hadolint: [DL3009, DL3015, DL3019]
package plimsoll.rules.dockerfile.dockerfile_apt_lean

import data.plimsoll.lib.dockerfiles
import data.plimsoll.lib.result

violations contains result.part(dockerfile, part, location, args) if {
	some dockerfile in input.resources
	some instruction in dockerfile.instructions
	instruction.name == "RUN"
	_ships(instruction.stage, dockerfile.stages)
	some code in _codes(instruction)
	part := dockerfiles.step(instruction, dockerfile.stages)
	location := dockerfiles.location(dockerfile.path, instruction.line)
	args := {"code": code, "step": part}
}

_ships(stage, stages) if stage in dockerfiles.shipped(stages)

_codes(instruction) := {"recommends" | _takes_recommended(instruction)} | {"lists" | _leaves_lists(instruction)}

_takes_recommended(instruction) if {
	some words in instruction.commands
	installed := dockerfiles.installs(words)
	installed.manager == "apt"
	not "--no-install-recommends" in installed.options
	not contains(concat(" ", words), "APT::Install-Recommends")
}

_leaves_lists(instruction) if {
	some words in instruction.commands
	installed := dockerfiles.installs(words)
	folder := _folders[installed.manager]
	not "--no-cache" in installed.options
	not _removes(instruction.commands, folder)
	not _mounts(instruction.flags, folder)
}

_folders := {"apt": "/var/lib/apt", "apk": "/var/cache/apk"}

_removes(commands, folder) if {
	some words in commands
	dockerfiles.program(words) in {"find", "rm"}
	some word in dockerfiles.operands(words)
	startswith(word, folder)
}

_mounts(flags, folder) if {
	some flag in flags
	trim_left(flag.name, "-") == "mount"
	contains(flag.value, "type=cache")
	contains(flag.value, folder)
}
