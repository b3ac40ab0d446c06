# METADATA
# title: The distribution of the host still gets security fixes
# description: |
#   After its last day nobody fixes the kernel that all containers share. The table holds the last day of free security
#   support; paid extensions and distributions that it does not list are put to a person.
# related_resources:
# - ref: https://wiki.debian.org/LTS
# - ref: https://ubuntu.com/about/release-cycle
# custom:
#   severity: high
#   kind: host
#   needs: [osRelease]
#   message: "{name} runs {distribution}, which has had no free security fixes since {until}"
#   remediation: Upgrade to a release with support, or record the paid extension in a waiver.
#   question: "Does somebody still publish security fixes for {distribution} of {name}?"
package plimsoll.rules.host.host_distribution_supported

import data.plimsoll.lib.result
import data.plimsoll.lib.time as times

violations contains result.fail(host, {"distribution": host.osRelease.name, "until": until}) if {
	some host in input.resources
	until := _end(host.osRelease)
	times.is_after_date(data.plimsoll.now, until)
}

review contains result.ask(host, {"distribution": host.osRelease.name}) if {
	some host in input.resources
	not _end(host.osRelease)
}

# Alpine's versions have a third part and Red Hat's a second, which say nothing about support.
_end(release) := data.plimsoll.tables.distributions[release.id][release.versionId]

_end(release) := lines[line] if {
	lines := data.plimsoll.tables.distributions[release.id]
	not lines[release.versionId]
	some line, _ in lines
	startswith(release.versionId, concat("", [line, "."]))
}
