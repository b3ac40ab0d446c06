package plimsoll.lib.licensing_test

import data.plimsoll.lib.licensing

_policy := {
	"allowed": ["class:permissive", "LGPL-2.1-only", "Apache-1.1"],
	"allowedInDistribution": ["class:strong-copyleft"],
	"denied": ["class:restricted"],
	"review": ["class:network-copyleft"],
	"scopes": ["distribution", "application"],
	"decisions": [
		{"package": "npm/@house/**", "accepted": true},
		{"package": "npm/left", "licenses": ["MIT", "Zlib"]},
	],
}

_package(name, version, requires) := {
	"type": "npm",
	"name": name,
	"version": version,
	"scope": "application",
	"license": {"requires": requires, "declaredText": null},
}

test_pass_status_is_that_of_the_best_licence if {
	licensing.status("application", ["SSPL-1.0", "MIT"], _policy) == "allowed"
	licensing.status("application", ["SSPL-1.0", "TPL-1.0"], _policy) == "not-allowed"
	licensing.status("application", ["SSPL-1.0", "LicenseRef-house"], _policy) == "unknown"
	licensing.status("application", ["SSPL-1.0"], _policy) == "denied"
	licensing.status("application", ["AGPL-3.0-only"], _policy) == "network"
	licensing.status("distribution", ["AGPL-3.0-only"], _policy) == "review"
}

test_pass_later_versions_and_exceptions if {
	licensing.status("application", ["LGPL-2.0-or-later"], _policy) == "allowed"
	licensing.status("application", ["LGPL-3.0-or-later"], _policy) == "not-allowed"
	licensing.status("application", ["Apache-1.1+"], _policy) == "allowed"
	licensing.status("application", ["Apache-2.0 WITH LLVM-exception"], _policy) == "allowed"
	licensing.status("distribution", ["GPL-3.0-only WITH GCC-exception-3.1"], _policy) == "allowed"
}

test_pass_packages_by_name_and_decision if {
	image := {"packages": [
		_package("@house/tool/inner", "1", null),
		_package("left", "", null),
		_package("right", "2", [["SSPL-1.0"]]),
	]}
	[licensing.part(found) | some found in licensing.packages(image, _policy)] == ["npm/left", "npm/right@2"]
	licensing.choices(_package("left", "", null), _policy) == [["MIT"], ["Zlib"]]
	licensing.with_verdict(image, _policy, _policy.scopes, "denied") == {"npm/right@2": ["SSPL-1.0"]}
}

test_pass_silence_is_unknown if {
	image := {"packages": [_package("right", "2", null)]}
	licensing.with_verdict(image, _policy, _policy.scopes, "unknown") == {"npm/right@2": ["nothing"]}
}

test_pass_questions_name_twenty_at_most if {
	found := {name: ["MIT"] | some number in numbers.range(10, 40); name := format_int(number, 10)}
	listed := licensing.listed(found)
	listed.count == 31
	count(listed.packages) == 20
	listed.packages[0] == "10 (MIT)"
}

test_pass_pairs_are_grouped_by_name if {
	licensing.grouped({["b", "2"], ["a", "1"], ["b", "1"], ["c", "9"]}) == {"a": ["1"], "b": ["1", "2"], "c": ["9"]}
	licensing.grouped(set()) == {}
}
