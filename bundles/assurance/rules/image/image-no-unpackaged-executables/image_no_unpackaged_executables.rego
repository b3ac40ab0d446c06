# METADATA
# title: Every program in a folder of the distribution belongs to a package
# description: |
#   A program that no package brought is in no list of versions, so nobody is told when it has a fault. Folders that
#   are meant for the application are left out. Without a package database nothing can be owned, and the rule does not
#   apply.
# related_resources:
# - ref: https://csrc.nist.gov/pubs/sp/800/190/final
# custom:
#   severity: medium
#   kind: image
#   needs: [unpackagedExecutables, packageManagers]
#   message: "{name} holds the program {path} ({format}), which no package owns and allowedExecutables does not name"
#   remediation: Install the program as a package, or keep it in a folder of the application.
#   reasons:
#     no-database: "{name} has no package database, so no file can belong to a package"
#   parameters:
#     formats:
#       title: Formats that count
#       schema: { type: array, items: { enum: [elf, other, script] } }
#       default: [elf]
#       direction: fewer-is-looser
#     allowedExecutables:
#       title: "Programs that need no package, as globs; ** goes past slashes"
#       schema: { type: array, items: { type: string, minLength: 1 } }
#       default: ["app/**", "home/**", "opt/**", "srv/**", "usr/local/**", "usr/src/app/**"]
#       direction: more-is-looser
package plimsoll.rules.image.image_no_unpackaged_executables

import data.plimsoll.lib.globs
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/image-no-unpackaged-executables"]

violations contains result.part(image, file.path, {"pointer": "/unpackagedExecutables"}, args) if {
	some image in input.resources
	some file in image.unpackagedExecutables
	file.format in _params.formats
	not globs.is_any_path(_params.allowedExecutables, file.path)
	args := {"path": file.path, "format": file.format}
}

not_applicable contains result.because(image, "no-database", {}) if {
	some image in input.resources
	count(image.packageManagers) == 0
}
