# METADATA
# title: Dockerfiles tell the engine how to test that the service works
# description: |
#   Without a test a process that hangs counts as running. Orchestrators with tests of their own need none; then this
#   rule is left out by the profile. A stage that starts from another one has its test.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#healthcheck
# custom:
#   severity: low
#   kind: dockerfile
#   needs: [stages, reconstructed, image]
#   message: "{name} has no HEALTHCHECK"
#   remediation: Add HEALTHCHECK to the final stage.
#   reasons:
#     reconstructed: "It was made again from the history of {image}, which does not tell this"
#   fixes:
#     dockerfile: "HEALTHCHECK CMD [\"wget\", \"-qO-\", \"http://127.0.0.1:8080/health\"]"
#   aliases:
#     trivy: DS-0026
package plimsoll.rules.dockerfile.dockerfile_healthcheck

import data.plimsoll.lib.dockerfiles
import data.plimsoll.lib.result

violations contains result.fail(dockerfile, {}) if {
	some dockerfile in input.resources
	dockerfile.reconstructed == false
	not _has_check(dockerfile.stages)
}

not_applicable contains result.because(dockerfile, "reconstructed", {}) if {
	some dockerfile in input.resources
	dockerfile.reconstructed == true
}

_has_check(stages) if dockerfiles.healthcheck(stages) == true
