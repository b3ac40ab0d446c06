package plimsoll.rules.image.package_license_text_present_test

import data.plimsoll.rules.image.package_license_text_present as rule

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
	"plimsoll/package-license-text-present": {"scopes": ["application"]},
}

_params_with(changes) := object.union(_params, {"plimsoll": object.union(_shared, changes)})

_finding(licenses) := {
	"target": 1,
	"key": "image",
	"part": "npm/left@1.0.0",
	"location": {"pointer": "/packages"},
	"args": {"package": "npm/left@1.0.0", "licenses": licenses},
}

test_fail_no_text if {
	rule.violations == {_finding(["BSD-3-Clause", "MIT"])} with input as _image([_package("application", [["MIT"], ["BSD-3-Clause"], ["0BSD"]])]) with data.plimsoll.params as _params
}

test_pass_distribution_is_not_judged if {
	rule.violations == set() with input as _image([_package("distribution", [["MIT"]])]) with data.plimsoll.params as _params
}

test_pass_a_choice_asks_for_nothing if {
	rule.violations == set() with input as _image([_package("application", [["MIT", "0BSD"]])]) with data.plimsoll.params as _params
}

test_pass_text_is_there if {
	rule.violations == set() with input as _image([object.union(_package("application", [["MIT"]]), {"license": {"texts": 1}})]) with data.plimsoll.params as _params
}

test_unknown_texts_were_not_looked_for if {
	rule.unknown == {{"target": 1, "key": "image", "fact": "packages", "code": "not-supported"}} with input as _image([object.union(_package("application", [["MIT"]]), {"license": {"texts": null}})]) with data.plimsoll.params as _params
}
