# METADATA
# title: Files enter images by COPY, which neither fetches nor unpacks
# description: |
#   ADD stores whatever a server sends that day, and fails here without a checksum; a commit of a Git repository is
#   one. ADD of a local file is for archives only, which it unpacks; COPY does the same for others and has no
#   surprises.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#add-or-copy
# custom:
#   severity: low
#   kind: dockerfile
#   needs: [instructions, stages, path, reconstructed, image]
#   message:
#     remote: "{name} adds {source} without a checksum"
#     local: "{name} adds {source}, for which COPY is enough"
#   remediation: Replace ADD by COPY, or give a checksum with what is fetched.
#   reasons:
#     reconstructed: "It was made again from the history of {image}, which does not tell this"
#   fixes:
#     dockerfile: COPY app.jar /opt/
#   aliases:
#     trivy: DS-0005
#     hadolint: DL3020
package plimsoll.rules.dockerfile.dockerfile_copy_not_add

import data.plimsoll.lib.dockerfiles
import data.plimsoll.lib.result

violations contains result.part(dockerfile, part, location, args) if {
	some dockerfile in input.resources
	some instruction in dockerfile.instructions
	dockerfile.reconstructed == false
	instruction.name == "ADD"
	some index, source in instruction.arguments
	index < count(instruction.arguments) - 1
	code := _code(source, {flag.name | some flag in instruction.flags})
	part := dockerfiles.step(instruction, dockerfile.stages)
	location := dockerfiles.location(dockerfile.path, instruction.line)
	args := {"code": code, "source": source}
}

not_applicable contains result.because(dockerfile, "reconstructed", {}) if {
	some dockerfile in input.resources
	dockerfile.reconstructed == true
}

_code(source, flags) := "remote" if {
	_is_remote(source)
	not "--checksum" in flags
	not "checksum" in flags
	not regex.match(`#[0-9a-f]{40}(:|$)`, source)
}

_code(source, _) := "local" if {
	not _is_remote(source)
	not startswith(source, "<<")
	not regex.match(`\.(tar|tgz|tbz2?|txz|tar\.(gz|bz2|xz|zst|lzma)|tzst)$|[*?$]`, source)
}

_is_remote(source) if contains(source, "://")

_is_remote(source) if startswith(source, "git@")
