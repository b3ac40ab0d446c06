package plimsoll.rules.image.package_license_reviewed_test

import data.plimsoll.rules.image.package_license_reviewed as rule

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
	"plimsoll/package-license-reviewed": {"verdict": "ask"},
}

_params_with(changes) := object.union(_params, {"plimsoll": object.union(_shared, changes)})

_finding(licenses) := {
	"target": 1,
	"key": "image",
	"part": "npm/left@1.0.0",
	"location": {"pointer": "/packages"},
	"args": {"package": "npm/left@1.0.0", "licenses": licenses},
}

test_review_set_aside if {
	rule.review == {{"target": 1, "key": "image", "args": {"count": 1, "packages": ["npm/left@1.0.0 (GPL-3.0-only)"]}}} with input as _image([_package("application", [["GPL-3.0-only"]])]) with data.plimsoll.params as _params
}

test_fail_where_it_is_meant_to if {
	rule.violations == {_finding(["GPL-3.0-only"])} with input as _image([_package("application", [["GPL-3.0-only"]])]) with data.plimsoll.params as object.union(_params, {"plimsoll/package-license-reviewed": {"verdict": "fail"}})
}

test_pass_allowed if {
	rule.review == set() with input as _image([_package("application", [["MIT", "GPL-3.0-only"]])]) with data.plimsoll.params as _params
}

test_pass_only_asked if {
	rule.violations == set() with input as _image([_package("application", [["GPL-3.0-only"]])]) with data.plimsoll.params as _params
}

test_pass_left_to_the_rule_on_network_copyleft if {
	rule.review == set() with input as _image([_package("application", [["AGPL-3.0-only"]])]) with data.plimsoll.params as _params
}
