package plimsoll.rules.image.image_signed_test

import data.plimsoll.rules.image.image_signed as rule

_image(signatures) := {"resources": [{"target": 1, "key": "image", "signatures": signatures}]}

_signature(kind, verified) := {
	"kind": kind,
	"digest": "sha256:00",
	"artifactType": null,
	"verified": verified,
	"key": null,
	"error": null,
}

_params(accepted) := {"plimsoll/image-signed": {"signatureKinds": ["cosign", "notation"], "acceptedSignatures": accepted}}

_finding(code) := {"target": 1, "key": "image", "args": {"code": code}}

test_fail_unsigned if {
	every signatures in [[], [_signature("sbom", true)]] {
		rule.violations == {_finding("unsigned")} with input as _image(signatures) with data.plimsoll.params as _params(["unverified", "verified"])
	}
}

test_fail_refused_or_unverified if {
	every accepted in [["unverified", "verified"], ["verified"]] {
		rule.violations == {_finding("refused")} with data.plimsoll.params as _params(accepted)
			with input as _image([_signature("cosign", false), _signature("notation", null)])
	}
	rule.violations == {_finding("unverified")} with input as _image([_signature("cosign", null)])
		with data.plimsoll.params as _params(["verified"])
}

test_pass_signed if {
	rule.violations == set() with input as _image([_signature("cosign", null)]) with data.plimsoll.params as _params(["unverified", "verified"])
	rule.violations == set() with input as _image([_signature("cosign", false), _signature("notation", true)])
		with data.plimsoll.params as _params(["verified"])
}
