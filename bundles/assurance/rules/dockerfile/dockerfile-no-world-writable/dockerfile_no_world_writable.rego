# METADATA
# title: Build steps let nobody but the owner and group change files
# description: |
#   Where everybody may write, any process of a container can replace a program or a script that another one trusts.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#copy---chown---chmod
# custom:
#   severity: medium
#   kind: dockerfile
#   needs: [instructions, stages, path]
#   message: "{name} sets the mode {mode}, by which everybody may write: {step}"
#   remediation: Give the files to the user that needs to write, and set no more than 0775 or 0664.
#   fixes:
#     dockerfile: "COPY --chown=10001:10001 --chmod=0755 app/ /opt/app/"
package plimsoll.rules.dockerfile.dockerfile_no_world_writable

import data.plimsoll.lib.dockerfiles
import data.plimsoll.lib.result

violations contains result.part(dockerfile, part, location, args) if {
	some dockerfile in input.resources
	some instruction in dockerfile.instructions
	some mode in _modes(instruction)
	_lets_everybody_write(mode)
	part := dockerfiles.step(instruction, dockerfile.stages)
	location := dockerfiles.location(dockerfile.path, instruction.line)
	args := {"mode": mode, "step": part}
}

_modes(instruction) := modes if {
	instruction.name == "RUN"
	modes := {word |
		some words in instruction.commands
		dockerfiles.program(words) == "chmod"
		some word in dockerfiles.operands(words)
	}
}

_modes(instruction) := modes if {
	instruction.name in {"ADD", "COPY"}
	modes := {flag.value |
		some flag in instruction.flags
		trim_left(flag.name, "-") == "chmod"
	}
}

_lets_everybody_write(mode) if regex.match(`^[0-7]?[0-7]?[0-7][2367]$`, mode)

_lets_everybody_write(mode) if regex.match(`(^|,)[ug]*[oa][uoga]*[+=][rwxXst]*w|^[+=][rwxXst]*w`, mode)
