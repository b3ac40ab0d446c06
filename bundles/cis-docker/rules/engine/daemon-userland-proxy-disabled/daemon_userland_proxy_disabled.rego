# METADATA
# title: Published ports go through the kernel alone
# description: |
#   For each published port the engine runs a process that copies what comes in. They hide the address of the client
#   from the container and are more code in reach of the network; the kernel does the same work.
# related_resources:
# - ref: https://docs.docker.com/engine/network/packet-filtering-firewalls/
# custom:
#   severity: low
#   kind: engine
#   needs: [userlandProxy]
#   runtimes: [docker]
#   message: "{name} runs a proxy process for each published port"
#   remediation: Set userland-proxy to false in daemon.json and restart the engine.
#   fixes:
#     daemonJson: |
#       { "userland-proxy": false }
#   aliases:
#     docker-bench: "2.16"
#     inspec: docker-2.18
package plimsoll.rules.engine.daemon_userland_proxy_disabled

import data.plimsoll.lib.result

violations contains result.fail(engine, {}) if {
	some engine in input.resources
	engine.userlandProxy == true
}
