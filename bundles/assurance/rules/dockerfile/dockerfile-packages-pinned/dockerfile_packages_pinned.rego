# METADATA
# title: Packages are installed in a version that the Dockerfile names
# description: |
#   Without a version the same file makes another image tomorrow, and nobody can say which packages an old one had.
#   Versions that lie in files, in variables or in the place where a package is fetched from are not looked into.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#apt-get
# custom:
#   severity: low
#   kind: dockerfile
#   needs: [instructions, stages, path]
#   message: "{name} installs {package} by {manager} without a version, and managers names {manager}"
#   remediation: Name the version of each package, or install from a file that does.
#   parameters:
#     managers:
#       title: Package managers that count
#       schema: { type: array, items: { enum: [apk, apt, npm, pip] } }
#       default: [apk, apt, npm, pip]
#       direction: fewer-is-looser
#   fixes:
#     dockerfile: RUN pip install --no-cache-dir --require-hashes --requirement requirements.txt
#   aliases:
#     hadolint: [DL3008, DL3013, DL3016, DL3018]
package plimsoll.rules.dockerfile.dockerfile_packages_pinned

import data.plimsoll.lib.dockerfiles
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/dockerfile-packages-pinned"]

violations contains result.part(dockerfile, part, location, args) if {
	some dockerfile in input.resources
	some instruction in dockerfile.instructions
	instruction.name == "RUN"
	some words in instruction.commands
	installed := dockerfiles.installs(words)
	installed.manager in _params.managers
	not _is_exempt(installed)
	unpinned := [name | some name in installed.packages; not dockerfiles.is_pinned(installed.manager, name)]
	count(unpinned) > 0
	part := dockerfiles.step(instruction, dockerfile.stages)
	location := dockerfiles.location(dockerfile.path, instruction.line)
	args := {"package": concat(" ", unpinned), "manager": installed.manager}
}

# A file of constraints says the versions.
_is_exempt(installed) if {
	installed.manager == "pip"
	some option in ["-c", "--constraint", "--require-hashes"]
	option in installed.options
}
