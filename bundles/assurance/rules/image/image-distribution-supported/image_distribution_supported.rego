# METADATA
# title: The distribution in an image still gets security fixes
# description: |
#   After its last day nobody fixes the packages of a distribution. The table holds the last day of free security
#   support; paid extensions, rolling releases and distributions that it does not list are put to a person.
# related_resources:
# - ref: https://wiki.debian.org/LTS
# - ref: https://endoflife.date/
# custom:
#   severity: high
#   kind: image
#   needs: [distribution]
#   message: "{name} holds {distribution}, which has had no free security fixes since {until}"
#   question: "Does somebody still publish security fixes for {distribution} in {name}?"
#   remediation: Build on a base with a supported release, or record the paid extension in a waiver.
#   reasons:
#     none: "{name} holds no distribution that says its name"
#   fixes:
#     dockerfile: "FROM debian:13-slim"
package plimsoll.rules.image.image_distribution_supported

import data.plimsoll.lib.result
import data.plimsoll.lib.time as times

violations contains result.fail(image, {"distribution": image.distribution.name, "until": until}) if {
	some image in input.resources
	until := _end(image.distribution)
	times.is_after_date(data.plimsoll.now, until)
}

not_applicable contains result.because(image, "none", {}) if {
	some image in input.resources
	is_null(image.distribution)
}

review contains result.ask(image, {"distribution": image.distribution.name}) if {
	some image in input.resources
	not _end(image.distribution)
}

# Alpine's versions have a third part and Red Hat's a second, which say nothing about support.
_end(release) := data.plimsoll.tables.distributions[release.id][release.versionId]

_end(release) := lines[line] if {
	lines := data.plimsoll.tables.distributions[release.id]
	not lines[release.versionId]
	some line, _ in lines
	startswith(release.versionId, concat("", [line, "."]))
}
