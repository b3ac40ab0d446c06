# METADATA
# title: The build context holds nothing that does not belong into an image
# description: |
#   Whatever lies beside a Dockerfile and is not ignored is one COPY away from the image: version control with its
#   whole history, files of variables, keys. Names of allowedContext are left out.
# related_resources:
# - ref: https://docs.docker.com/build/concepts/context/#dockerignore-files
# custom:
#   severity: medium
#   kind: dockerfile
#   needs: [context, reconstructed, image]
#   message: "{name} has {file} in its context, which neither .dockerignore excludes nor allowedContext names"
#   remediation: Add the name to .dockerignore.
#   reasons:
#     reconstructed: "It was made again from the history of {image}, which does not tell this"
#   parameters:
#     allowedContext:
#       title: Names that may stay in the context, as globs
#       schema: { type: array, items: { type: string, minLength: 1 } }
#       default: []
#       direction: more-is-looser
package plimsoll.rules.dockerfile.dockerfile_context_clean

import data.plimsoll.lib.globs
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/dockerfile-context-clean"]

violations contains result.part(dockerfile, file, {"pointer": "/context"}, {"file": file}) if {
	some dockerfile in input.resources
	dockerfile.reconstructed == false
	some file in dockerfile.context
	not globs.is_any_path(_params.allowedContext, trim_suffix(file, "/"))
}

not_applicable contains result.because(dockerfile, "reconstructed", {}) if {
	some dockerfile in input.resources
	dockerfile.reconstructed == true
}
