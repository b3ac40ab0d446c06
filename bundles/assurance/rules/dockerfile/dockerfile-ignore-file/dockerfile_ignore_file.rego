# METADATA
# title: A list of ignored files keeps the build context small
# description: |
#   Without a .dockerignore the whole folder is handed to the builder, version control and local settings included.
# related_resources:
# - ref: https://docs.docker.com/build/concepts/context/#dockerignore-files
# custom:
#   severity: low
#   kind: dockerfile
#   needs: [ignore, reconstructed, image]
#   message: "{name} has no .dockerignore beside it, or an empty one"
#   remediation: Write a .dockerignore; one that excludes everything and names what is needed is safest.
#   reasons:
#     reconstructed: "It was made again from the history of {image}, which does not tell this"
package plimsoll.rules.dockerfile.dockerfile_ignore_file

import data.plimsoll.lib.result

violations contains result.fail(dockerfile, {}) if {
	some dockerfile in input.resources
	dockerfile.reconstructed == false
	_ignores_nothing(dockerfile.ignore)
}

not_applicable contains result.because(dockerfile, "reconstructed", {}) if {
	some dockerfile in input.resources
	dockerfile.reconstructed == true
}

_ignores_nothing(ignore) if ignore.exists == false

_ignores_nothing(ignore) if count(ignore.patterns) == 0
