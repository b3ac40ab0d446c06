# METADATA
# title: Images are signed
# description: |
#   A signature beside an image in its registry says who built or released it. With a configured key a signature must
#   have been verified; one that no key was there to verify says little, and acceptedSignatures may leave it out.
#   Signatures are only seen where an image is read from a registry.
# related_resources:
# - ref: https://docs.sigstore.dev/cosign/signing/overview/
# custom:
#   severity: medium
#   kind: image
#   needs: [signatures]
#   message:
#     unsigned: "{name} has no signature of a kind in signatureKinds"
#     refused: "{name} is signed, but by none of the configured keys"
#     unverified: "{name} is signed, but no key is configured, and acceptedSignatures takes only those that a key verified"
#   remediation: Sign the image when it is released, and hand the public key to whoever audits it.
#   parameters:
#     signatureKinds:
#       title: Kinds of signatures that count
#       schema: { type: array, items: { enum: [cosign, notation] } }
#       default: [cosign, notation]
#       direction: more-is-looser
#     acceptedSignatures:
#       title: "Signatures that count: those that a configured key verified, and those that no key was there to verify"
#       schema: { type: array, items: { enum: [unverified, verified] } }
#       default: [unverified, verified]
#       direction: more-is-looser
package plimsoll.rules.image.image_signed

import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/image-signed"]

violations contains result.fail(image, {"code": code}) if {
	some image in input.resources
	code := _code([signature | some signature in image.signatures; signature.kind in _params.signatureKinds])
}

_code([]) := "unsigned"

_code(signatures) := "refused" if {
	not _any(signatures, true)
	_any(signatures, false)
}

_code(signatures) := "unverified" if {
	count(signatures) > 0
	not "unverified" in _params.acceptedSignatures
	every signature in signatures { is_null(signature.verified) }
}

_any(signatures, verified) if {
	some signature in signatures
	signature.verified == verified
}
