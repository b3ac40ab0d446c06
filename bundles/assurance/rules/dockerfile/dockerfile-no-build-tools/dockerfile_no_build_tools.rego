# METADATA
# title: What only the build needs stays out of the stage that is shipped
# description: |
#   Compilers, headers and build systems are installed in a stage of their own, and the final stage copies what they
#   made. A step that removes packages again is left out. Packages are compared with buildPackages whatever installs
#   them.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#use-multi-stage-builds
# custom:
#   severity: medium
#   kind: dockerfile
#   needs: [instructions, stages, path]
#   message: "{name} installs {packages} in what is shipped, which buildPackages names"
#   remediation: Build in one stage and copy the result into a final stage that has nothing else.
#   parameters:
#     buildPackages:
#       title: Packages that only a build needs, as globs over names
#       schema: { type: array, items: { type: string, minLength: 1 } }
#       default:
#         - "*-dev"
#         - "*-devel"
#         - autoconf
#         - automake
#         - bison
#         - build-base
#         - build-essential
#         - cargo
#         - clang
#         - "clang-*"
#         - cmake
#         - "default-jdk*"
#         - flex
#         - "g++"
#         - "g++-*"
#         - gcc
#         - "gcc-*"
#         - "gcc-c++"
#         - go
#         - golang
#         - "golang-*"
#         - gradle
#         - libtool
#         - llvm
#         - "llvm-*"
#         - make
#         - maven
#         - meson
#         - musl-dev
#         - ninja-build
#         - "openjdk*-jdk*"
#         - rust
#         - rustc
#       direction: fewer-is-looser
#   fixes:
#     dockerfile: COPY --from=build /out/web /usr/local/bin/web
package plimsoll.rules.dockerfile.dockerfile_no_build_tools

import data.plimsoll.lib.dockerfiles
import data.plimsoll.lib.globs
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/dockerfile-no-build-tools"]

violations contains result.part(dockerfile, part, location, args) if {
	some dockerfile in input.resources
	some instruction in dockerfile.instructions
	instruction.name == "RUN"
	_ships(instruction.stage, dockerfile.stages)
	not _removes(instruction.commands)
	found := [name |
		some words in instruction.commands
		some name in dockerfiles.installs(words).packages
		globs.is_any_name(_params.buildPackages, dockerfiles.bare_name(name))
	]
	count(found) > 0
	part := dockerfiles.step(instruction, dockerfile.stages)
	location := dockerfiles.location(dockerfile.path, instruction.line)
	args := {"packages": concat(" ", found)}
}

_ships(stage, stages) if stage in dockerfiles.shipped(stages)

_removes(commands) if {
	some words in commands
	dockerfiles.program(words) in {"apk", "apt", "apt-get", "dnf", "microdnf", "yum", "zypper"}
	some verb in ["autoremove", "del", "purge", "remove", "rm"]
	verb in dockerfiles.operands(words)
}
