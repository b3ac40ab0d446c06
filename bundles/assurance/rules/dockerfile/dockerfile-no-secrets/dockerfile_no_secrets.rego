# METADATA
# title: Dockerfiles hold no secrets in ARG, ENV or options
# description: |
#   The value of an ENV is in the image and that of an ARG in its history, for whoever can pull it, and both are in
#   the file for whoever can read the repository. Values never enter a snapshot; what is known is a name.
# related_resources:
# - ref: https://docs.docker.com/build/building/secrets/
# custom:
#   severity: critical
#   kind: dockerfile
#   needs: [instructions, stages, path]
#   uses: [publicNames]
#   message: "{name} gives {variable} a value that looks like a secret, and publicNames does not except it"
#   remediation: Replace the secret where it is used, and hand it over by RUN --mount=type=secret or when the container starts.
#   fixes:
#     dockerfile: RUN --mount=type=secret,id=token TOKEN=$(cat /run/secrets/token) make
#   aliases:
#     trivy: DS-0031
package plimsoll.rules.dockerfile.dockerfile_no_secrets

import data.plimsoll.lib.dockerfiles
import data.plimsoll.lib.findings
import data.plimsoll.lib.result

violations contains result.part(dockerfile, part, location, {"variable": name}) if {
	some dockerfile in input.resources
	some instruction in dockerfile.instructions
	some name in instruction.looksSecret
	not name in data.plimsoll.params.plimsoll.publicNames
	not findings.is_harmless_name(name)
	part := concat("", [name, " in ", dockerfiles.step(instruction, dockerfile.stages)])
	location := dockerfiles.location(dockerfile.path, instruction.line)
}
