# METADATA
# title: Dockerfiles end as a user that is not root
# description: |
#   What the final stage names last is whom containers run as. Where it names nobody, the base decides, which nearly
#   always means root; bases that are known to end as another user are named by nonRootBases.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#user
# custom:
#   severity: medium
#   kind: dockerfile
#   needs: [stages, reconstructed, image]
#   message:
#     root: "{name} ends as {user}"
#     none: "{name} names no user, so that of {base}, and nonRootBases does not name it"
#   remediation: End the final stage with a USER line; a number can be checked by whoever runs the image.
#   reasons:
#     reconstructed: "It was made again from the history of {image}, which does not tell this"
#   parameters:
#     nonRootBases:
#       title: Bases that end as a user that is not root, as globs over references
#       schema: { type: array, items: { type: string, minLength: 1 } }
#       default: ["*:nonroot", "*:*-nonroot", "*-unprivileged", "*-unprivileged:*"]
#       direction: more-is-looser
#   fixes:
#     dockerfile: "USER 10001:10001"
#   aliases:
#     trivy: DS-0002
#     hadolint: DL3002
package plimsoll.rules.dockerfile.dockerfile_final_stage_user

import data.plimsoll.lib.dockerfiles
import data.plimsoll.lib.globs
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/dockerfile-final-stage-user"]

violations contains result.fail(dockerfile, args) if {
	some dockerfile in input.resources
	dockerfile.reconstructed == false
	args := _args(dockerfile.stages)
}

not_applicable contains result.because(dockerfile, "reconstructed", {}) if {
	some dockerfile in input.resources
	dockerfile.reconstructed == true
}

_args(stages) := {"code": "root", "user": user} if {
	user := dockerfiles.user(stages)
	trim_left(split(user, ":")[0], "0") in {"", "root"}
}

_args(stages) := {"code": "none", "base": base} if {
	not dockerfiles.user(stages)
	base := _base(dockerfiles.origin(stages))
	not globs.is_any_name(_params.nonRootBases, base)
}

_base(stage) := stage.base if is_string(stage.base)

_base(stage) := "scratch" if {
	not is_string(stage.base)
	stage.scratch == true
}

_base(stage) := "an image that is not known" if {
	not is_string(stage.base)
	stage.scratch == false
}
