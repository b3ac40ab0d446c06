# METADATA
# title: No volume is a disguise for a system folder of the host
# description: |
#   A volume of the local driver can bind any folder of the host. Containers that use it show a harmless name and still
#   hold that folder.
# related_resources:
# - ref: https://docs.docker.com/reference/cli/docker/volume/create/
# custom:
#   severity: high
#   kind: volume
#   needs: [bindSource]
#   uses: [controlSockets, sensitiveHostPaths]
#   message: "{name} is {path} of the host"
#   remediation: Remove the volume; mount the one file that is needed read-only instead.
#   reasons:
#     no-bind: "{name} is no folder of the host's own"
#   fixes:
#     shell: docker volume rm "$VOLUME"
package plimsoll.rules.volume.volume_sensitive_bind

import data.plimsoll.lib.mounts
import data.plimsoll.lib.result

_shared := data.plimsoll.params.plimsoll

violations contains result.fail(volume, {"path": path}) if {
	some volume in input.resources
	path := mounts.canonical(volume.bindSource)
	_is_sensitive(path)
}

not_applicable contains result.because(volume, "no-bind", {}) if {
	some volume in input.resources
	volume.bindSource == null
}

_is_sensitive("/")

_is_sensitive(path) if {
	some folder in _shared.sensitiveHostPaths
	mounts.is_within(path, folder)
}

_is_sensitive(path) if {
	some socket in _shared.controlSockets
	mounts.reaches(path, socket)
}
