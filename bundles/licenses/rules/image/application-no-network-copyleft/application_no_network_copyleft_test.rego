package plimsoll.rules.image.application_no_network_copyleft_test

import data.plimsoll.rules.image.application_no_network_copyleft as rule

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

test_fail_application if {
	rule.violations == {_finding(["AGPL-3.0-only"])} with input as _image([_package("application", [["AGPL-3.0-only"], ["MIT"]])]) with data.plimsoll.params as _params
}

test_pass_distribution if {
	rule.violations == set() with input as _image([_package("distribution", [["AGPL-3.0-only"]])]) with data.plimsoll.params as _params
}

test_pass_another_choice if {
	rule.violations == set() with input as _image([_package("application", [["AGPL-3.0-only", "MIT"]])]) with data.plimsoll.params as _params
}

test_pass_allowed_by_name if {
	rule.violations == set() with input as _image([_package("application", [["AGPL-3.0-or-later"]])]) with data.plimsoll.params as _params_with({"licensesAllowed": ["AGPL-3.0-only"]})
}

test_pass_left_to_the_rule_on_denied_ones if {
	rule.violations == set() with input as _image([_package("application", [["AGPL-3.0-only"]])]) with data.plimsoll.params as _params_with({"licensesDenied": ["class:network-copyleft"]})
}
