package plimsoll.rules.image.package_license_allowed_test

import data.plimsoll.rules.image.package_license_allowed as rule

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

_params := {"plimsoll": _shared}

_params_with(changes) := object.union(_params, {"plimsoll": object.union(_shared, changes)})

_finding(licenses) := {
	"target": 1,
	"key": "image",
	"part": "npm/left@1.0.0",
	"location": {"pointer": "/packages"},
	"args": {"package": "npm/left@1.0.0", "licenses": licenses},
}

test_fail_on_no_list if {
	rule.violations == {_finding(["TPL-1.0"])} with input as _image([_package("application", [["TPL-1.0"]])]) with data.plimsoll.params as _params
}

test_fail_denied_or_on_no_list if {
	rule.violations == {_finding(["SSPL-1.0 or TPL-1.0"])} with input as _image([_package("application", [["SSPL-1.0", "TPL-1.0"]])]) with data.plimsoll.params as _params
}

test_fail_only_a_later_version_is_allowed if {
	rule.violations == {_finding(["LGPL-2.0-only"])} with input as _image([_package("application", [["LGPL-2.0-only"]])]) with data.plimsoll.params as _params_with({"licensesAllowed": ["LGPL-2.1-only"], "licensesForReview": []})
}

test_pass_or_later_reaches_it if {
	rule.violations == set() with input as _image([_package("application", [["LGPL-2.0-or-later"]])]) with data.plimsoll.params as _params_with({"licensesAllowed": ["LGPL-2.1-only"], "licensesForReview": []})
}

test_pass_allowed_without_its_exception if {
	rule.violations == set() with input as _image([_package("application", [["Apache-2.0 WITH LLVM-exception"]])]) with data.plimsoll.params as _params
}

test_pass_allowed_in_a_distribution if {
	rule.violations == set() with input as _image([_package("distribution", [["GPL-3.0-only"]])]) with data.plimsoll.params as _params
}

test_pass_for_review if {
	rule.violations == set() with input as _image([_package("application", [["GPL-3.0-only"]])]) with data.plimsoll.params as _params
}

test_pass_left_to_the_rule_on_unknown_ones if {
	rule.violations == set() with input as _image([_package("application", [["LicenseRef-custom"], ["MIT"]])]) with data.plimsoll.params as _params
}

test_pass_decided_by_a_person if {
	rule.violations == set() with input as _image([_package("application", [["TPL-1.0"]])]) with data.plimsoll.params as _params_with({"licenseDecisions": [{"package": "npm/left", "licenses": ["MIT"]}]})
}

test_pass_the_first_decision_counts if {
	rule.violations == set() with input as _image([_package("application", null)]) with data.plimsoll.params as _params_with({"licenseDecisions": [{"package": "npm/left", "licenses": ["MIT"]}, {"package": "npm/**", "licenses": ["TPL-1.0"]}]})
}
