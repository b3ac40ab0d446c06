# METADATA
# title: The engine is of a release that still gets security fixes
# description: |
#   Engines below the last maintained release keep the holes that were found since. The table names the lines that the
#   project maintains; packages of a distribution carry fixes of their own, so those are put to a person.
# related_resources:
# - ref: https://github.com/moby/moby/blob/master/project/BRANCHES-AND-TAGS.md
# custom:
#   severity: high
#   kind: engine
#   needs: [version]
#   runtimes: [docker]
#   message: "{name} is of release {version}, which has had no security fixes since {until}"
#   remediation: Upgrade the engine and containerd from the packages of the vendor or of a maintained distribution.
#   question: "Does somebody still publish security fixes for release {version} of {name}?"
#   aliases:
#     docker-bench: "1.2.2"
package plimsoll.rules.engine.engine_version_supported

import data.plimsoll.lib.result
import data.plimsoll.lib.time as times
import data.plimsoll.lib.versions

violations contains result.fail(engine, {"until": until}) if {
	some engine in input.resources
	not _is_repackaged(engine.version)
	until := _end(engine.version)
	until != null
	times.is_after_date(data.plimsoll.now, until)
}

review contains result.ask(engine, {}) if {
	some engine in input.resources
	_is_repackaged(engine.version)
}

review contains result.ask(engine, {}) if {
	some engine in input.resources
	not _is_listed(engine.version)
}

# Last day with fixes; null while the line is maintained. Older engines have a line for each minor version.
_end(version) := data.plimsoll.tables.docker_releases[versions.release_line(version, 2)]

_end(version) := data.plimsoll.tables.docker_releases[versions.release_line(version, 1)]

_is_listed(version) if {
	some parts in [1, 2]
	versions.release_line(version, parts) in object.keys(data.plimsoll.tables.docker_releases)
}

# "20.10.24+dfsg1" and "28.2.2-0ubuntu1" are distributions'; "17.03.2-ce" and "29.0.0-rc.1" are the project's.
_is_repackaged(version) if contains(version, "+")

_is_repackaged(version) if contains(version, "ubuntu")
