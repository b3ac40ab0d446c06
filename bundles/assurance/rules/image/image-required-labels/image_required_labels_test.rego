package plimsoll.rules.image.image_required_labels_test

import data.plimsoll.rules.image.image_required_labels as rule

_image(labels) := {"resources": [{"target": 1, "key": "image", "labels": labels}]}

_params(labels) := {"plimsoll/image-required-labels": {"requiredLabels": labels}}

_finding(args) := {
	"target": 1,
	"key": "image",
	"part": "org.example.team",
	"location": {"pointer": "/labels"},
	"args": args,
}

test_fail_absent if {
	every labels in [{}, {"org.example.team": ""}, {"other": "x"}] {
		rule.violations == {_finding({"code": "absent", "label": "org.example.team"})} with input as _image(labels)
			with data.plimsoll.params as _params([{"name": "org.example.team", "value": "shop"}])
	}
}

test_fail_other_value if {
	rule.violations == {_finding({"code": "other", "label": "org.example.team", "value": "x", "wanted": "shop*"})}
		with input as _image({"org.example.team": "x"})
		with data.plimsoll.params as _params([{"name": "org.example.team", "value": "shop*"}])
}

test_pass_there if {
	every entry in [{"name": "org.example.team"}, {"name": "org.example.team", "value": "sh*"}] {
		rule.violations == set() with input as _image({"org.example.team": "shop"})
			with data.plimsoll.params as _params([entry])
		rule.not_applicable == set() with input as _image({}) with data.plimsoll.params as _params([entry])
	}
}

test_na_no_list if {
	rule.not_applicable == {{
		"target": 1,
		"key": "image",
		"code": "no-list",
		"args": {},
	}} with input as _image({}) with data.plimsoll.params as _params([])
}
