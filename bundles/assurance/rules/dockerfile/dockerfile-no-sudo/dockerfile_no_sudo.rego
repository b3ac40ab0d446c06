# METADATA
# title: Build steps change the user by USER and not by sudo
# description: |
#   Build steps run as root unless USER says otherwise. A step with sudo needs a program and a rule that then ship
#   with the image.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#user
# custom:
#   severity: medium
#   kind: dockerfile
#   needs: [instructions, stages, path]
#   message: "{name} calls sudo in a build step: {step}"
#   remediation: Switch by USER root before the step and back after it; leave sudo out.
#   fixes:
#     dockerfile: USER root
#   aliases:
#     trivy: DS-0010
#     hadolint: DL3004
package plimsoll.rules.dockerfile.dockerfile_no_sudo

import data.plimsoll.lib.dockerfiles
import data.plimsoll.lib.result

violations contains result.part(dockerfile, part, location, args) if {
	some dockerfile in input.resources
	some instruction in dockerfile.instructions
	instruction.name == "RUN"
	some words in instruction.commands
	some index, word in words
	word in {"sudo", "/usr/bin/sudo"}
	every before in array.slice(words, 0, index) { _stands_before(before) }
	part := dockerfiles.step(instruction, dockerfile.stages)
	location := dockerfiles.location(dockerfile.path, instruction.line)
	args := {"step": part}
}

_stands_before(word) if word in {"!", "(", "{", "command", "do", "else", "env", "exec", "if", "then", "time", "while"}

_stands_before(word) if regex.match(`^[A-Za-z_][A-Za-z0-9_]*=`, word)
