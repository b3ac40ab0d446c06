# METADATA
# title: Build steps change the folder by WORKDIR
# description: |
#   A cd holds for its own step only. A step that begins with it is read as if it held for those that follow, and one
#   that is nothing else does nothing.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#workdir
# custom:
#   severity: low
#   kind: dockerfile
#   needs: [instructions, stages, path]
#   message: "{name} begins a build step with cd: {step}"
#   remediation: Set the folder by WORKDIR before the step.
#   fixes:
#     dockerfile: WORKDIR /opt/app
#   aliases:
#     trivy: DS-0013
#     hadolint: DL3003
package plimsoll.rules.dockerfile.dockerfile_workdir_not_cd

import data.plimsoll.lib.dockerfiles
import data.plimsoll.lib.result

violations contains result.part(dockerfile, part, location, args) if {
	some dockerfile in input.resources
	some instruction in dockerfile.instructions
	instruction.name == "RUN"
	dockerfiles.program(instruction.commands[0]) == "cd"
	part := dockerfiles.step(instruction, dockerfile.stages)
	location := dockerfiles.location(dockerfile.path, instruction.line)
	args := {"step": part}
}
