# METADATA
# title: The root file system of containers is read-only
# description: |
#   Then an intruder cannot change the programs of the image or leave anything behind there; data goes to volumes and
#   scratch space to tmpfs.
# related_resources:
# - ref: https://docs.docker.com/reference/cli/docker/container/run/#read-only
# custom:
#   severity: medium
#   kind: container
#   needs: [readonlyRootfs]
#   message: Processes of {name} may change the files of its image
#   remediation: Start it with --read-only, with --tmpfs or a volume where it has to write.
#   fixes:
#     dockerRun: docker run --read-only --tmpfs /tmp IMAGE
#     compose: |
#       services:
#         app:
#           read_only: true
#           tmpfs: [/tmp]
#     kubernetes: |
#       securityContext:
#         readOnlyRootFilesystem: true
#   aliases:
#     docker-bench: "5.13"
#     docker-bench-1.6.0: "5.12"
#     inspec: docker-5.12
#     trivy: KSV-0014
package plimsoll.rules.container.container_readonly_rootfs

import data.plimsoll.lib.result

violations contains result.fail(container, {}) if {
	some container in input.resources
	container.readonlyRootfs == false
}
