# METADATA
# title: Images carry no secrets in their environment
# description: |
#   Whoever can pull an image reads its environment. A secret in it cannot be taken back, only replaced where it is
#   used.
# related_resources:
# - ref: https://docs.docker.com/build/building/secrets/
# custom:
#   severity: high
#   kind: image
#   needs: [env]
#   uses: [publicNames]
#   message: "{name} carries what looks like a secret in the environment variable {variable}"
#   remediation: Replace the secret where it is used, take it out of the Dockerfile and hand it over at build or start.
#   fixes:
#     dockerfile: "RUN --mount=type=secret,id=token TOKEN=$(cat /run/secrets/token) make"
#   aliases:
#     dockle: CIS-DI-0010
#     trivy: DS-0031
package plimsoll.rules.image.image_no_secrets_in_env

import data.plimsoll.lib.result
import data.plimsoll.lib.secrets

violations contains result.part(image, variable.name, {"pointer": "/env"}, {"variable": variable.name}) if {
	some image in input.resources
	some variable in image.env
	secrets.is_exposed(variable, data.plimsoll.params.plimsoll.publicNames)
}
