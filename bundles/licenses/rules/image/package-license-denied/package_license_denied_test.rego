package plimsoll.rules.image.package_license_denied_test

import data.plimsoll.rules.image.package_license_denied as rule

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

test_fail_class_is_denied if {
	rule.violations == {_finding(["SSPL-1.0"])} with input as _image([_package("application", [["SSPL-1.0"]])]) with data.plimsoll.params as _params
}

test_fail_denied_by_name_though_its_class_is_allowed if {
	rule.violations == {_finding(["GPL-2.0-only"])} with input as _image([_package("distribution", [["GPL-2.0-only"]])]) with data.plimsoll.params as _params
}

test_fail_with_exception_too if {
	rule.violations == {_finding(["GPL-2.0-only WITH Classpath-exception-2.0"])} with input as _image([_package("distribution", [["GPL-2.0-only WITH Classpath-exception-2.0"]])]) with data.plimsoll.params as _params
}

test_fail_one_of_all if {
	rule.violations == {_finding(["SSPL-1.0"])} with input as _image([_package("application", [["MIT"], ["SSPL-1.0"]])]) with data.plimsoll.params as _params
}

test_fail_every_choice_is_denied if {
	rule.violations == {_finding(["Elastic-2.0 or SSPL-1.0"])} with input as _image([_package("application", [["Elastic-2.0", "SSPL-1.0"]])]) with data.plimsoll.params as _params
}

test_pass_one_choice_is_allowed if {
	rule.violations == set() with input as _image([_package("application", [["MIT", "SSPL-1.0"]])]) with data.plimsoll.params as _params
}

test_pass_later_version_may_be_chosen if {
	rule.violations == set() with input as _image([_package("distribution", [["GPL-2.0-or-later"]])]) with data.plimsoll.params as _params
}

test_pass_the_two_together_are_allowed if {
	rule.violations == set() with input as _image([_package("distribution", [["GPL-2.0-only WITH Classpath-exception-2.0"]])]) with data.plimsoll.params as _params_with({"licensesAllowed": ["GPL-2.0-only WITH Classpath-exception-2.0"]})
}

test_pass_accepted_by_a_person if {
	rule.violations == set() with input as _image([_package("application", [["SSPL-1.0"]])]) with data.plimsoll.params as _params_with({"licenseDecisions": [{"package": "npm/l*", "accepted": true}]})
}

test_pass_scope_is_not_judged if {
	rule.violations == set() with input as _image([_package("application", [["SSPL-1.0"]])]) with data.plimsoll.params as _params_with({"licenseScopes": ["distribution"]})
}

test_fail_decision_names_a_denied_licence if {
	rule.violations == {_finding(["SSPL-1.0"])} with input as _image([_package("application", null)]) with data.plimsoll.params as _params_with({"licenseDecisions": [{"package": "npm/*", "licenses": ["SSPL-1.0"]}]})
}

test_pass_nothing_is_known if {
	rule.violations == set() with input as _image([_package("application", null)]) with data.plimsoll.params as _params
}
