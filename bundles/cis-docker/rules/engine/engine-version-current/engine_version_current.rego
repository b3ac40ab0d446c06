# METADATA
# title: The engine is at least of the release that is asked for
# description: |
#   Holes of the engine are closed by releases only. Which release is new enough is for the one who runs it to say;
#   what a distribution adds behind the number is not compared.
# related_resources:
# - ref: https://docs.docker.com/engine/release-notes/
# custom:
#   severity: high
#   kind: engine
#   needs: [version]
#   runtimes: [docker]
#   message:
#     too-old: "{name} is of release {version}, older than {minimum}"
#     known-bad: "{name} is of release {version}, which is on the list of releases nobody may run"
#   remediation: Upgrade the engine, its client and containerd from the packages of the vendor, and restart the engine.
#   question: "Does release {version} of {name} still get security fixes, and is no serious hole of it known?"
#   parameters:
#     minEngineVersion:
#       title: Oldest release that may run, such as 28.5; null leaves the answer to a person
#       schema: { type: [string, "null"], pattern: "^[0-9]+([.][0-9]+){0,2}$" }
#       default: null
#     knownBadVersions:
#       title: Releases that may not run although they are new enough; 29.0 means all that begin so
#       schema: { type: array, items: { type: string, pattern: "^[0-9]+([.][0-9]+){0,2}$" } }
#       default: []
#       direction: fewer-is-looser
#   aliases:
#     docker-bench: "1.2.2"
#     inspec: host-1.5
package plimsoll.rules.engine.engine_version_current

import data.plimsoll.lib.numbers
import data.plimsoll.lib.result
import data.plimsoll.lib.versions

_params := data.plimsoll.params["plimsoll/engine-version-current"]

violations contains result.fail(engine, {"code": "too-old", "minimum": _params.minEngineVersion}) if {
	some engine in input.resources
	_is_known(engine.version)
	is_string(_params.minEngineVersion)
	_numbers(engine.version) < _numbers(_params.minEngineVersion)
}

violations contains result.fail(engine, {"code": "known-bad"}) if {
	some engine in input.resources
	_is_known(engine.version)
	_is_bad(engine.version)
	not _is_too_old(engine.version)
}

review contains result.ask(engine, {}) if {
	some engine in input.resources
	is_null(_params.minEngineVersion)
}

review contains result.ask(engine, {}) if {
	some engine in input.resources
	not _is_known(engine.version)
}

_is_too_old(version) if {
	is_string(_params.minEngineVersion)
	_numbers(version) < _numbers(_params.minEngineVersion)
}

_is_bad(version) if {
	some bad in _params.knownBadVersions
	numbers_of_bad := _numbers(bad)
	array.slice(_numbers(version), 0, count(numbers_of_bad)) == numbers_of_bad
}

# A build of somebody's own ("dev") has no numbers to compare.
_is_known(version) if {
	parts := _parts(version)
	count(parts) > 1
	every part in parts { numbers.parse(part).ok == true }
}

_numbers(version) := [numbers.parse(part).value | some part in _parts(version)]

# "17.03" is the third release of 2017: zeros in front are no part of the number.
_parts(version) := [trimmed |
	some part in split(versions.release_line(version, 3), ".")
	trimmed := _without_zeros(part)
]

_without_zeros(part) := "0" if {
	part != ""
	trim_left(part, "0") == ""
} else := trim_left(part, "0")
