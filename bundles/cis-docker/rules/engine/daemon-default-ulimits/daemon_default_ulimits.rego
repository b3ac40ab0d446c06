# METADATA
# title: The engine gives containers sensible limits of files and processes
# description: |
#   A container that brings no limits has those of the engine itself, which are most often none. Which limits are
#   sensible is for the one who runs it to say.
# related_resources:
# - ref: https://docs.docker.com/reference/cli/dockerd/#default-ulimit-settings
# custom:
#   severity: low
#   kind: engine
#   needs: [configuration]
#   runtimes: [docker]
#   message:
#     not-set: "{name} sets no default limit {limit}"
#     too-high: "{name} sets the default limit {limit} to {value}, above soft {soft} and hard {hard}"
#   remediation: Set default-ulimits in daemon.json, and restart the engine.
#   question: "{name} sets these default limits: {limits}. Do they suit its work?"
#   parameters:
#     requiredDefaultUlimits:
#       title: Highest soft and hard value of each default limit that must be set; null leaves the answer to a person
#       schema:
#         type: [object, "null"]
#         additionalProperties:
#           type: object
#           additionalProperties: false
#           required: [soft, hard]
#           properties: { soft: { type: integer, minimum: 0 }, hard: { type: integer, minimum: 0 } }
#       default: null
#   fixes:
#     daemonJson: |
#       { "default-ulimits": { "nofile": { "Name": "nofile", "Soft": 1024, "Hard": 65536 } } }
#   aliases:
#     docker-bench: "2.8"
#     inspec: docker-2.7
package plimsoll.rules.engine.daemon_default_ulimits

import data.plimsoll.lib.numbers
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/daemon-default-ulimits"]

violations contains result.part(engine, limit, {"pointer": "/configuration"}, args) if {
	some engine in input.resources
	some limit, _ in _params.requiredDefaultUlimits
	count(_values(engine.configuration, limit)) == 0
	args := {"code": "not-set", "limit": limit}
}

violations contains result.part(engine, limit, {"pointer": "/configuration"}, args) if {
	some engine in input.resources
	some limit, highest in _params.requiredDefaultUlimits
	some value in _values(engine.configuration, limit)
	not _is_within(value, highest)
	args := {"code": "too-high", "limit": limit, "value": value, "soft": highest.soft, "hard": highest.hard}
}

review contains result.ask(engine, {"limits": limits}) if {
	is_null(_params.requiredDefaultUlimits)
	some engine in input.resources
	limits := _set(engine.configuration)
}

_set(settings) := [limit | some setting in settings; setting.name == "default-ulimits"; some limit in setting.values]

# The last word on a limit counts, as for the engine.
_values(settings, limit) := array.slice(all, count(all) - 1, count(all)) if {
	all := [parts[1] | some text in _set(settings); parts := split(text, "="); parts[0] == limit; count(parts) == 2]
}

# "1024:65536", or one number for both; -1 is no limit, and what is no number is no limit that was understood.
_is_within(value, highest) if {
	parts := split(value, ":")
	count(parts) < 3
	_is_at_most(parts[0], highest.soft)
	_is_at_most(parts[count(parts) - 1], highest.hard)
}

_is_at_most(text, highest) if {
	number := numbers.parse(text)
	number.ok == true
	number.value >= 0
	number.value <= highest
}
