# METADATA
# title: Dockerfiles name the version of their base images
# description: |
#   Without a tag, or with latest, the same file makes another image tomorrow. A digest is best; a tag that names a
#   version is enough, unless acceptedPins leaves it out.
# related_resources:
# - ref: https://docs.docker.com/build/building/best-practices/#pin-base-image-versions
# custom:
#   severity: medium
#   kind: dockerfile
#   needs: [stages, path, reconstructed, image]
#   message:
#     latest: "{name} starts from {base}, which names no version that acceptedPins takes"
#     digest: "{name} starts from {base} without a digest, and acceptedPins takes no tag"
#   remediation: Name a version, or better the digest, after FROM.
#   reasons:
#     reconstructed: "It was made again from the history of {image}, which does not tell this"
#   parameters:
#     acceptedPins:
#       title: "What pins a base: a digest, a tag that names a version"
#       schema: { type: array, items: { enum: [digest, tag] } }
#       default: [digest, tag]
#       direction: more-is-looser
#   fixes:
#     dockerfile: "FROM debian:12.11-slim"
#   aliases:
#     trivy: DS-0001
#     hadolint: [DL3006, DL3007]
package plimsoll.rules.dockerfile.dockerfile_base_pinned

import data.plimsoll.lib.dockerfiles
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/dockerfile-base-pinned"]

violations contains result.part(dockerfile, part, location, {"code": code, "base": stage.base}) if {
	some dockerfile in input.resources
	dockerfile.reconstructed == false
	some stage in dockerfile.stages
	code := _code(stage)
	part := concat(" as ", [stage.base, dockerfiles.stage_name(stage)])
	location := dockerfiles.location(dockerfile.path, stage.line)
}

unknown contains result.unknown(dockerfile, "stages", "not-supported") if {
	some dockerfile in input.resources
	dockerfile.reconstructed == false
	every stage in dockerfile.stages { not _code(stage) }
	some stage in dockerfile.stages
	_is_not_known(stage)
}

not_applicable contains result.because(dockerfile, "reconstructed", {}) if {
	some dockerfile in input.resources
	dockerfile.reconstructed == true
}

_is_not_known(stage) if {
	is_null(stage.base)
	is_null(stage.baseStage)
	stage.scratch == false
}

_code(stage) := "latest" if {
	_is_unpinned(stage)
	not _has_version(stage.tag)
}

_code(stage) := "digest" if {
	_is_unpinned(stage)
	_has_version(stage.tag)
	not "tag" in _params.acceptedPins
}

_is_unpinned(stage) if {
	is_string(stage.base)
	is_null(stage.baseStage)
	stage.scratch == false
	is_null(stage.digest)
}

_has_version(tag) if {
	is_string(tag)
	not tag in {"", "latest"}
}
