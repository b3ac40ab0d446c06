package plimsoll.rules.image.image_base_approved_test

import data.plimsoll.rules.image.image_base_approved as rule

_layers := ["sha256:1111111111111111111111111111111111111111111111111111111111111111", "sha256:2222222222222222222222222222222222222222222222222222222222222222"]

_image(base, tags) := {"resources": [{"target": 1, "key": "image", "base": base, "tags": tags, "layers": _layers}]}

_base(name, references) := {"name": name, "digest": null, "known": _known(references)}

_known([]) := null

_known(references) := {"references": references, "id": "sha256:00", "layers": 1, "createdAt": null} if references != []

_params(bases, proofs) := {"plimsoll/image-base-approved": {"approvedBases": bases, "acceptedProofs": proofs}}

_house := [{"name": "house", "references": ["registry.example.org/base/*"]}]

test_fail_other_base if {
	every bases in [_house, [{"name": "by layers", "layers": ["sha256:2222222222222222222222222222222222222222222222222222222222222222"]}]] {
		rule.violations == {{
			"target": 1,
			"key": "image",
			"args": {"base": "alpine:3", "known": ["alpine:3"]},
		}} with input as _image(_base("alpine:3", ["alpine:3"]), ["app:1"]) with data.plimsoll.params as _params(bases, ["label", "layers"])
		rule.review == set() with input as _image(_base("alpine:3", []), []) with data.plimsoll.params as _params(bases, ["layers"])
	}
	rule.violations == {{
		"target": 1,
		"key": "image",
		"args": {"base": "none", "known": "no other image"},
	}} with input as _image(_base(null, []), []) with data.plimsoll.params as _params(_house, ["layers"])
}

test_pass_layers if {
	every bases in [[{"name": "one", "layers": ["sha256:1111111111111111111111111111111111111111111111111111111111111111"]}], [{"name": "itself", "layers": _layers}]] {
		rule.violations == set() with input as _image(_base(null, []), []) with data.plimsoll.params as _params(bases, ["layers"])
		rule.review == set() with input as _image(_base(null, []), []) with data.plimsoll.params as _params(bases, ["layers"])
	}
	known := _base(null, ["registry.example.org/base/debian:12"])
	rule.violations == set() with input as _image(known, []) with data.plimsoll.params as _params(_house, ["layers"])
	rule.review == set() with input as _image(known, []) with data.plimsoll.params as _params(_house, ["layers"])
}

test_pass_label_accepted if {
	labelled := _base("registry.example.org/base/debian:12", [])
	rule.violations == set() with input as _image(labelled, []) with data.plimsoll.params as _params(_house, ["label", "layers"])
	rule.review == set() with input as _image(labelled, []) with data.plimsoll.params as _params(_house, ["label", "layers"])
}

test_review_claims if {
	every document in [
		_image(_base("registry.example.org/base/debian:12", []), []),
		_image(_base(null, []), ["registry.example.org/base/debian:12"]),
	] {
		rule.review == {{
			"target": 1,
			"key": "image",
			"args": {"claims": {"registry.example.org/base/debian:12"}, "entries": {"house"}},
		}} with input as document with data.plimsoll.params as _params(_house, ["layers"])
		rule.violations == set() with input as document with data.plimsoll.params as _params(_house, ["layers"])
	}
}

test_na_no_list if {
	rule.not_applicable == {{
		"target": 1,
		"key": "image",
		"code": "no-list",
		"args": {},
	}} with input as _image(_base(null, []), []) with data.plimsoll.params as _params([], ["layers"])
	rule.violations == set() with input as _image(_base(null, []), []) with data.plimsoll.params as _params([], ["layers"])
	rule.not_applicable == set() with input as _image(_base(null, []), []) with data.plimsoll.params as _params(_house, ["layers"])
}
