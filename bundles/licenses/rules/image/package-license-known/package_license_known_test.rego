package plimsoll.rules.image.package_license_known_test

import data.plimsoll.rules.image.package_license_known as rule

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
	"plimsoll/package-license-known": {"inDistribution": "ask", "inApplication": "fail"},
}

_params_with(changes) := object.union(_params, {"plimsoll": object.union(_shared, changes)})

_finding(licenses) := {
	"target": 1,
	"key": "image",
	"part": "npm/left@1.0.0",
	"location": {"pointer": "/packages"},
	"args": {"package": "npm/left@1.0.0", "licenses": licenses},
}

test_fail_nothing_known_in_an_application if {
	rule.violations == {_finding(["as written"])} with input as _image([_package("application", null)]) with data.plimsoll.params as _params
}

test_fail_terms_of_their_own if {
	rule.violations == {_finding(["LicenseRef-custom"])} with input as _image([_package("application", [["LicenseRef-custom"], ["MIT"]])]) with data.plimsoll.params as _params
}

test_review_nothing_known_in_a_distribution if {
	rule.review == {{"target": 1, "key": "image", "args": {"count": 1, "packages": ["npm/left@1.0.0 (as written)"]}}} with input as _image([_package("distribution", null)]) with data.plimsoll.params as _params
}

test_pass_distribution_is_only_asked if {
	rule.violations == set() with input as _image([_package("distribution", null)]) with data.plimsoll.params as _params
}

test_pass_known if {
	rule.violations == set() with input as _image([_package("application", [["MIT"]])]) with data.plimsoll.params as _params
}

test_pass_known_by_another_choice if {
	rule.violations == set() with input as _image([_package("application", [["LicenseRef-custom", "MIT"]])]) with data.plimsoll.params as _params
}

test_pass_public_domain_is_known if {
	rule.violations == set() with input as _image([_package("application", [["LicenseRef-public-domain"]])]) with data.plimsoll.params as _params
}

test_pass_allowed_by_name if {
	rule.violations == set() with input as _image([_package("application", [["LicenseRef-custom"]])]) with data.plimsoll.params as _params_with({"licensesAllowed": ["LicenseRef-custom"]})
}

test_pass_where_it_is_meant_to if {
	rule.violations == set() with input as _image([_package("application", null)]) with data.plimsoll.params as object.union(_params, {"plimsoll/package-license-known": {"inDistribution": "pass", "inApplication": "pass"}})
}
