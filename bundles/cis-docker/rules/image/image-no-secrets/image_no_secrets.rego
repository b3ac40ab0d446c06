# METADATA
# title: Neither build steps nor labels nor the environment of an image hold secrets
# description: |
#   Whoever can pull an image reads its history, labels and environment. Values were replaced when the snapshot was made;
#   what is judged is where that happened, and by which name. Files of the image are not looked into, so a person answers
#   for them.
# related_resources:
# - ref: https://docs.docker.com/build/building/secrets/
# custom:
#   severity: high
#   kind: image
#   needs: [history, env]
#   message:
#     variable: "{name} carries what looks like a secret in the environment variable {variable}"
#     label: "{name} carries what looks like a secret in the label {label}"
#     step: "A build step of {name} holds what looks like a secret: {step}"
#   question: Were the files of {name} searched for passwords, tokens and keys, when and with what?
#   remediation: Hand secrets over at build by RUN --mount=type=secret or at start; revoke what leaked and build again.
#   parameters:
#     publicNames:
#       title: Variables that look like secrets and are none
#       schema: { type: array, items: { type: string } }
#       default: [GPG_KEY, GPG_KEYS]
#       direction: more-is-looser
#   fixes:
#     dockerfile: "RUN --mount=type=secret,id=token TOKEN=$(cat /run/secrets/token) make"
#   aliases:
#     docker-bench: "4.10"
#     dockle: CIS-DI-0010
#     inspec: docker-4.10
#     trivy: DS-0031
package plimsoll.rules.image.image_no_secrets

import data.plimsoll.lib.buildsteps
import data.plimsoll.lib.result
import data.plimsoll.lib.secrets

_params := data.plimsoll.params["plimsoll/image-no-secrets"]

violations contains result.part(image, name, {"pointer": "/env"}, {"code": "variable", "variable": name}) if {
	some image in input.resources
	some name in _variables(image)
}

violations contains result.part(image, part, {"pointer": "/labels"}, {"code": "label", "label": name}) if {
	some image in input.resources
	some name in _labels(image)
	part := concat(" ", ["label", name])
}

violations contains result.part(image, step, {"pointer": "/history"}, {"code": "step", "step": step}) if {
	some image in input.resources
	some entry in image.history
	contains(entry.createdBy, "***")
	_holds_secret(entry.createdBy, _variables(image) | _labels(image))
	step := buildsteps.cut(entry.createdBy)
}

review contains result.ask(image, {}) if {
	some image in input.resources
}

_variables(image) := {variable.name |
	some variable in image.env
	secrets.is_exposed(variable, _params.publicNames)
}

_labels(image) := {name |
	some name, value in image.labels
	_is_replaced(value)
}

_is_replaced(value) if value == "***"

_is_replaced(value) if contains(value, "://***@")

# A name that is told already is not told again.
_holds_secret(step, told) if {
	some match in regex.find_n(`[A-Za-z_][A-Za-z0-9_.-]*=["']?\*\*\*`, step, -1)
	name := split(match, "=")[0]
	not name in told
	secrets.is_exposed({"name": name, "looksSecret": true, "hasValue": true}, _params.publicNames)
}

_holds_secret(step, _) if regex.match(`:\*\*\*(\s|@|$)|//\*\*\*@|\s--?[A-Za-z][\w-]*\s+["']?\*\*\*`, step)
