# METADATA
# title: Containers have a network of their own
# description: |
#   In the host's network a container reaches every service that listens on the loopback address only, and can listen on
#   any port of the host.
# related_resources:
# - ref: https://docs.docker.com/engine/network/drivers/host/
# custom:
#   severity: high
#   kind: container
#   needs: [networkMode]
#   message: "{name} shares the network of the host"
#   remediation: Start it without --network host and publish the ports that are needed.
#   fixes:
#     dockerRun: docker run --network app --publish 127.0.0.1:8080:80 IMAGE
#     compose: |
#       services:
#         app:
#           networks: [app]
#       networks:
#         app: {}
#     kubernetes: |
#       hostNetwork: false
#   aliases:
#     docker-bench: "5.10"
#     docker-bench-1.6.0: "5.9"
#     inspec: docker-5.9
#     trivy: KSV-0009
package plimsoll.rules.container.container_host_network

import data.plimsoll.lib.result

violations contains result.fail(container, {}) if {
	some container in input.resources
	container.networkMode == "host"
}
