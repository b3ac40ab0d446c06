# METADATA
# title: The engine runs without root where its work allows it
# description: |
#   A rootless engine that is taken over gives an ordinary account. Some work needs more: ports below 1024, overlay
#   networks, AppArmor. So a person says why this engine runs as root.
# related_resources:
# - ref: https://docs.docker.com/engine/security/rootless/
# custom:
#   severity: info
#   kind: engine
#   needs: [rootless]
#   message: "{name} runs as root though requireRootless asks for an engine without it"
#   remediation: Install it for an account of its own with dockerd-rootless-setuptool.sh install and stop the system's engine.
#   question: "Which of its work needs {name} to run as root?"
#   parameters:
#     requireRootless:
#       title: Whether an engine with root is a failure rather than a question
#       schema: { type: boolean }
#       default: false
#   fixes:
#     shell: dockerd-rootless-setuptool.sh install
#   aliases:
#     docker-bench: "2.1"
package plimsoll.rules.engine.daemon_rootless

import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/daemon-rootless"]

violations contains result.fail(engine, {}) if {
	_params.requireRootless == true
	some engine in input.resources
	engine.rootless == false
}

review contains result.ask(engine, {}) if {
	_params.requireRootless == false
	some engine in input.resources
	engine.rootless == false
}
