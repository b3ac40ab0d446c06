# METADATA
# title: The default filter for system calls was thought about and is never off
# description: |
#   The built-in profile suits most images and leaves calls open that most never make. Whether a stricter one is worth
#   its work is a person's answer; no filter at all is a failure.
# related_resources:
# - ref: https://docs.docker.com/engine/security/seccomp/
# custom:
#   severity: medium
#   kind: engine
#   needs: [seccompProfile]
#   runtimes: [docker]
#   message:
#     none: "{name} starts containers without a filter for system calls"
#     not-allowed: "{name} filters system calls by {seccompProfile}, which is not on the list of allowed profiles"
#   remediation: Put a reviewed profile on disk and name it in seccomp-profile, or keep the built-in one and say so.
#   question: "{name} filters system calls by its built-in profile: is that enough, or should it have a stricter one?"
#   parameters:
#     allowedSeccompProfiles:
#       title: Paths of profiles that may be the default; null allows any
#       schema: { type: [array, "null"], items: { type: string, minLength: 1 } }
#       default: null
#   fixes:
#     daemonJson: |
#       { "seccomp-profile": "/etc/docker/seccomp.json" }
#   aliases:
#     docker-bench: "2.17"
#     inspec: docker-2.20
package plimsoll.rules.engine.daemon_seccomp_profile_reviewed

import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/daemon-seccomp-profile-reviewed"]

violations contains result.fail(engine, {"code": "none"}) if {
	some engine in input.resources
	engine.seccompProfile in {null, "unconfined"}
}

violations contains result.fail(engine, {"code": "not-allowed"}) if {
	is_array(_params.allowedSeccompProfiles)
	some engine in input.resources
	not engine.seccompProfile in {null, "unconfined", "builtin"}
	not engine.seccompProfile in _params.allowedSeccompProfiles
}

review contains result.ask(engine, {}) if {
	some engine in input.resources
	engine.seccompProfile == "builtin"
}
