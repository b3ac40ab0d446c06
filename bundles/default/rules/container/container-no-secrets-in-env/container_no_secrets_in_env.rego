# METADATA
# title: Containers get secrets as files, not through the environment
# description: |
#   The environment of a container is shown by inspect, handed to every child process and often written to logs and error
#   reports. A secret in a file can be limited to the one user that reads it.
# related_resources:
# - ref: https://docs.docker.com/compose/how-tos/use-secrets/
# - ref: https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html
# custom:
#   severity: medium
#   kind: container
#   needs: [env]
#   uses: [publicNames]
#   message: "{name} gets what looks like a secret in the environment variable {variable}"
#   remediation: Hand it over as a secret or mounted file and name that file, as most images allow with a variable ending in _FILE.
#   fixes:
#     compose: |
#       services:
#         database:
#           environment: { POSTGRES_PASSWORD_FILE: /run/secrets/database }
#           secrets: [database]
#       secrets:
#         database: { file: ./database.txt }
package plimsoll.rules.container.container_no_secrets_in_env

import data.plimsoll.lib.result
import data.plimsoll.lib.secrets

violations contains result.part(container, variable.name, {"pointer": "/env"}, {"variable": variable.name}) if {
	some container in input.resources
	some variable in container.env
	secrets.is_exposed(variable, data.plimsoll.params.plimsoll.publicNames)
}
