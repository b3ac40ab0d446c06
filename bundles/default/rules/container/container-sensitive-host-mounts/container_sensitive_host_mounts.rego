# METADATA
# title: No container may write to system folders of the host
# description: |
#   A container that writes to the host's configuration, programs, devices or kernel interfaces can take over the host,
#   for instance by a cron job, a changed program or a loaded kernel module. Judged is the folder of the host, whatever it
#   is called inside.
# related_resources:
# - ref: https://docs.docker.com/engine/storage/bind-mounts/
# custom:
#   severity: high
#   kind: container
#   needs: [mounts]
#   uses: [sensitiveHostPaths]
#   message: "{name} may write to {path} of the host"
#   remediation: Remove the mount, narrow it to the one file that is needed, or mount it read-only.
#   fixes:
#     dockerRun: docker run --mount type=bind,source=/etc/app.conf,target=/etc/app.conf,readonly IMAGE
#     compose: |
#       services:
#         app:
#           volumes: ["/etc/app.conf:/etc/app.conf:ro"]
#   aliases:
#     docker-bench: "5.6"
#     docker-bench-1.6.0: "5.5"
#     inspec: docker-5.5
#     trivy: KSV-0121
package plimsoll.rules.container.container_sensitive_host_mounts

import data.plimsoll.lib.mounts
import data.plimsoll.lib.result

violations contains result.part(container, mount.destination, {"pointer": "/mounts"}, {"path": path}) if {
	some container in input.resources
	some mount in container.mounts
	mount.readOnly == false
	path := mounts.host_path(mount)
	_is_sensitive(path)
}

_is_sensitive("/")

_is_sensitive(path) if {
	some folder in data.plimsoll.params.plimsoll.sensitiveHostPaths
	mounts.is_within(path, folder)
}
