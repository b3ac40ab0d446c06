# METADATA
# title: No build step runs or adds what it fetched without a check
# description: |
#   A script piped from the network into a shell is whatever the server sends that day, and ADD of an address stores it
#   unseen. Neither is found again later.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#add---checksum
# custom:
#   severity: medium
#   kind: image
#   needs: [history]
#   message: "A build step of {name} uses a download without checking it: {step}"
#   remediation: Download to a file, compare it with a checksum kept beside the Dockerfile, and only then use it.
#   fixes:
#     dockerfile: ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.org/app.tar.gz /opt/
package plimsoll.rules.image.image_no_unverified_download

import data.plimsoll.lib.result

violations contains result.part(image, step, {"pointer": "/history"}, {"step": step}) if {
	some image in input.resources
	some entry in image.history
	_is_unverified(entry.createdBy)
	step := substring(entry.createdBy, 0, 160)
}

_is_unverified(text) if {
	startswith(text, "ADD ")
	contains(text, "://")
	not contains(text, "--checksum=")
}

_is_unverified(text) if {
	contains(text, "|")
	_fetches(text)
	regex.match(`\b(curl|wget)\b[^|;&]*\|\s*(sudo\s+)?(\S*/)?(ba|da|z|k|a)?sh(\s|$)`, text)
}

_fetches(text) if contains(text, "curl ")

_fetches(text) if contains(text, "wget ")
