# METADATA
# title: Packages put into images come from signed, known sources
# description: |
#   A step that takes unsigned packages, or runs what it fetches unseen, puts a stranger's program into the image. Lists of
#   package sources are in files that are not looked into, so a person answers for them.
# related_resources:
# - ref: https://csrc.nist.gov/pubs/sp/800/190/final
# custom:
#   severity: medium
#   kind: image
#   needs: [history]
#   message:
#     unverified: "A build step of {name} takes packages without verifying them ({option}): {step}"
#     download: "A build step of {name} runs a download unseen: {step}"
#   question: Which package sources and keys does {name} use, and are all of them known and signed?
#   remediation: Keep the verification of signatures on, pin versions, and compare downloads with a checksum.
#   fixes:
#     dockerfile: RUN curl -fO https://example.org/app.deb && sha256sum --check app.sum && apt-get install -y ./app.deb
#   aliases:
#     docker-bench: "4.11"
#     inspec: docker-4.11
package plimsoll.rules.image.image_verified_packages

import data.plimsoll.lib.buildsteps
import data.plimsoll.lib.result

violations contains result.part(image, step, {"pointer": "/history"}, args) if {
	some image in input.resources
	some entry in image.history
	buildsteps.runs(entry.createdBy)
	option := _switch_off(entry.createdBy)
	step := buildsteps.cut(entry.createdBy)
	args := {"code": "unverified", "option": option, "step": step}
}

violations contains result.part(image, step, {"pointer": "/history"}, {"code": "download", "step": step}) if {
	some image in input.resources
	some entry in image.history
	buildsteps.runs(entry.createdBy)
	buildsteps.runs_download(entry.createdBy)
	not _switch_off(entry.createdBy)
	step := buildsteps.cut(entry.createdBy)
}

review contains result.ask(image, {}) if {
	some image in input.resources
}

_switch_off(step) := regex.find_n(
	`--allow-unauthenticated\b|--allow-untrusted\b|--force-yes\b|--nogpgcheck\b|--no-gpg-checks?\b|--nosignature\b|\btrusted=yes\b|\bgpgcheck\s*=\s*(0|no|false)\b|\b(AllowUnauthenticated|AllowInsecureRepositories)=(1|yes|true)\b`,
	step,
	1,
)[0]
