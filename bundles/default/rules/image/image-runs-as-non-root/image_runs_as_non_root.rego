# METADATA
# title: Images name a user that is not root
# description: An image without a user starts as root wherever nobody thinks of it.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#user
# custom:
#   severity: medium
#   kind: image
#   needs: [user, os]
#   message: "{name} starts as root"
#   remediation: End the Dockerfile with a USER line; a number can be checked by whoever runs it.
#   reasons:
#     windows: "{name} is an image for Windows, which has no root"
#   fixes:
#     dockerfile: USER 10001:10001
#   aliases:
#     dockle: CIS-DI-0001
#     trivy: DS-0002
package plimsoll.rules.image.image_runs_as_non_root

import data.plimsoll.lib.result

violations contains result.fail(image, {}) if {
	some image in input.resources
	_is_root(image.user)
}

not_applicable contains result.because(image, "windows", {}) if {
	some image in input.resources
	image.os == "windows"
}

_is_root(user) if is_null(user)

_is_root(user) if {
	is_string(user)
	trim_left(split(user, ":")[0], "0") in {"", "root"}
}
