package plimsoll.rules.image.image_contents_inspected_test

import data.plimsoll.rules.image.image_contents_inspected as rule

_image(tags, labels, missing) := {"resources": [{
	"target": 1,
	"key": "image",
	"id": "sha256:0000000000000000000000000000000000000000000000000000000000000000",
	"tags": tags,
	"digests": ["app@sha256:1111111111111111111111111111111111111111111111111111111111111111"],
	"labels": labels,
	"missing": missing,
}]}

_closed := {"contents": "not-requested"}

_params(name, value) := {"plimsoll/image-contents-inspected": object.union(
	{"allowedNames": [], "allowedLabels": [], "allowedDigests": []},
	{name: value},
)}

_cases := [
	["allowedNames", ["registry.example.org/"]],
	["allowedLabels", [{"name": "scan", "value": "off"}]],
	["allowedLabels", [{"name": "scan"}]],
	["allowedDigests", ["sha256:0000000000000000000000000000000000000000000000000000000000000000"]],
	["allowedDigests", ["sha256:1111111111111111111111111111111111111111111111111111111111111111"]],
]

test_fail_not_opened if {
	every missing in ["not-requested", "limit"] {
		rule.violations == {{
			"target": 1,
			"key": "image",
			"args": {"why": missing},
		}} with input as _image(["app:1"], {}, {"contents": missing})
	}
	every allowed in [["allowedNames", ["pp"]], ["allowedLabels", [{"name": "scan", "value": "on"}]], ["allowedLabels", []]] {
		rule.not_applicable == set() with input as _image(["app:1"], {"scan": "off"}, _closed)
			with data.plimsoll.params as _params(allowed[0], allowed[1])
	}
}

test_pass_opened if {
	rule.violations == set() with input as _image(["app:1"], {}, {"signatures": "not-supported"})
	every allowed in _cases {
		rule.not_applicable == set() with input as _image(["registry.example.org/app:1"], {"scan": "off"}, {})
			with data.plimsoll.params as _params(allowed[0], allowed[1])
	}
}

test_na_excepted if {
	every allowed in _cases {
		rule.not_applicable == {{
			"target": 1,
			"key": "image",
			"code": "excepted",
			"args": {"by": [allowed[0]]},
		}} with input as _image(["registry.example.org/app:1"], {"scan": "off"}, _closed)
			with data.plimsoll.params as _params(allowed[0], allowed[1])
	}
}
