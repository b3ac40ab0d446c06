# METADATA
# title: Services get credentials as swarm secrets
# description: |
#   A secret is encrypted and goes to the tasks of its service only; the environment is shown to everybody who may inspect
#   it. Names and shapes give some credentials away; whether a service has others is put to a person.
# related_resources:
# - ref: https://docs.docker.com/engine/swarm/secrets/
# custom:
#   severity: medium
#   kind: swarm-service
#   needs: [env, secrets]
#   message: "{name} gets what looks like a credential in the environment variable {variable}"
#   remediation: Create a secret, attach it to the service and let the program read it from /run/secrets.
#   question: "Which credentials does {name} need, and does it get them all as secrets ({attached} attached)?"
#   parameters:
#     harmlessNames:
#       title: Environment variables that look like credentials and are none
#       schema: { type: array, items: { type: string } }
#       default: [GPG_KEY, GPG_KEYS]
#       direction: more-is-looser
#   fixes:
#     shell: |
#       docker secret create database database.txt
#       docker service update --secret-add database --env-rm DB_PASSWORD web
#   aliases:
#     docker-bench: "7.4"
#     docker-bench-1.6.0: "7.5"
#     inspec: docker-2.22
package plimsoll.rules.swarm_service.swarm_secrets_used

import data.plimsoll.lib.result
import data.plimsoll.lib.secrets

_params := data.plimsoll.params["plimsoll/swarm-secrets-used"]

violations contains result.part(service, variable.name, {"pointer": "/env"}, {"variable": variable.name}) if {
	some service in input.resources
	some variable in service.env
	secrets.is_exposed(variable, _params.harmlessNames)
}

review contains result.ask(service, {"attached": count(service.secrets)}) if some service in input.resources
