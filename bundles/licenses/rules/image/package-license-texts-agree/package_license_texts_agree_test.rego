package plimsoll.rules.image.package_license_texts_agree_test

import data.plimsoll.rules.image.package_license_texts_agree as rule

_image(packages) := {"resources": [{"target": 1, "key": "image", "packages": packages}]}

_package(scope, requires) := {
	"type": "npm",
	"name": "left",
	"version": "1.0.0",
	"purl": "pkg:npm/left@1.0.0",
	"architecture": null,
	"sourceName": null,
	"sourceVersion": null,
	"scope": scope,
	"path": "app/node_modules/left/package.json",
	"layer": 0,
	"license": {
		"declared": null,
		"declaredText": "as written",
		"found": null,
		"unknownTexts": [],
		"requires": requires,
		"differ": false,
		"texts": 0,
		"copyrights": [],
	},
}

_shared := {
	"licensesAllowed": ["class:permissive", "class:weak-copyleft"],
	"licensesAllowedInDistribution": ["class:strong-copyleft"],
	"licensesDenied": ["class:restricted", "GPL-2.0-only"],
	"licensesForReview": ["class:strong-copyleft", "class:network-copyleft"],
	"licenseScopes": ["distribution", "application"],
	"licenseDecisions": [],
}

_params := {
	"plimsoll": _shared,
	"plimsoll/package-license-texts-agree": {"verdict": "ask"},
}

_params_with(changes) := object.union(_params, {"plimsoll": object.union(_shared, changes)})

_differing := [object.union(
	_package("application", [["MIT"]]),
	{"license": {"declared": "MIT", "found": "GPL-3.0-only", "differ": true}},
)]

test_review_they_differ if {
	rule.review == {{
		"target": 1,
		"key": "image",
		"args": {"count": 1, "packages": ["npm/left@1.0.0 declares MIT and brings the text of GPL-3.0-only"]},
	}} with input as _image(_differing) with data.plimsoll.params as _params
}

test_fail_where_it_is_meant_to if {
	rule.violations == {{
		"target": 1,
		"key": "image",
		"part": "npm/left@1.0.0",
		"location": {"pointer": "/packages"},
		"args": {"package": "npm/left@1.0.0", "texts": ["declares MIT and brings the text of GPL-3.0-only"]},
	}} with input as _image(_differing)
		with data.plimsoll.params as object.union(_params, {"plimsoll/package-license-texts-agree": {"verdict": "fail"}})
}

test_pass_they_agree if {
	rule.review == set() with input as _image([_package("application", [["MIT"]])]) with data.plimsoll.params as _params
	rule.violations == set() with input as _image([_package("application", [["MIT"]])])
		with data.plimsoll.params as _params
}

test_pass_decided_by_a_person if {
	rule.review == set() with input as _image(_differing)
		with data.plimsoll.params as _params_with({"licenseDecisions": [{"package": "npm/left", "licenses": ["MIT"]}]})
}

test_review_also_where_an_expression_is_absent if {
	count(rule.review) == 1 with data.plimsoll.params as _params
		with input as _image([object.union(_package("application", [["MIT"]]), {"license": {"differ": true}})])
}
