# METADATA
# title: Stages have one CMD, one ENTRYPOINT and one HEALTHCHECK
# description: |
#   Of several the last one counts and the others are silently dropped, so whoever reads the file is misled.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#cmd
# custom:
#   severity: low
#   kind: dockerfile
#   needs: [instructions, stages, path, reconstructed, image]
#   message: "{name} has {times} {instruction} instructions in the stage {stage}, of which the last one counts"
#   remediation: Keep the one that is meant.
#   reasons:
#     reconstructed: "It was made again from the history of {image}, which does not tell this"
#   fixes:
#     dockerfile: CMD ["nginx", "-g", "daemon off;"]
#   aliases:
#     trivy: [DS-0016, DS-0007]
#     hadolint: [DL4003, DL4004]
package plimsoll.rules.dockerfile.dockerfile_one_command

import data.plimsoll.lib.dockerfiles
import data.plimsoll.lib.result

violations contains result.part(dockerfile, part, location, args) if {
	some dockerfile in input.resources
	dockerfile.reconstructed == false
	some stage in dockerfile.stages
	some word in ["CMD", "ENTRYPOINT", "HEALTHCHECK"]
	lines := [instruction.line |
		some instruction in dockerfile.instructions
		instruction.name == word
		instruction.stage == stage.index
	]
	count(lines) > 1
	part := concat(" ", [word, "of stage", dockerfiles.stage_name(stage)])
	location := dockerfiles.location(dockerfile.path, max(lines))
	args := {"instruction": word, "times": count(lines), "stage": dockerfiles.stage_name(stage)}
}

not_applicable contains result.because(dockerfile, "reconstructed", {}) if {
	some dockerfile in input.resources
	dockerfile.reconstructed == true
}
