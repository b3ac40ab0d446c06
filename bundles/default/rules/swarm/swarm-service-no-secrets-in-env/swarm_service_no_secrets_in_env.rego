# METADATA
# title: Services of a swarm get secrets as secrets
# description: |
#   The environment of a service is shown to everybody who may inspect it, while a secret is encrypted and goes to its
#   tasks only.
# related_resources:
# - ref: https://docs.docker.com/engine/swarm/secrets/
# custom:
#   severity: medium
#   kind: swarm-service
#   needs: [env]
#   uses: [publicNames]
#   message: "{name} gets what looks like a secret in the environment variable {variable}"
#   remediation: Create a secret, attach it to the service and let the program read /run/secrets.
#   fixes:
#     shell: |
#       docker secret create database database.txt
#       docker service update --secret-add database --env-rm DB_PASSWORD web
package plimsoll.rules.swarm.swarm_service_no_secrets_in_env

import data.plimsoll.lib.result
import data.plimsoll.lib.secrets

violations contains result.part(service, variable.name, {"pointer": "/env"}, {"variable": variable.name}) if {
	some service in input.resources
	some variable in service.env
	secrets.is_exposed(variable, data.plimsoll.params.plimsoll.publicNames)
}
