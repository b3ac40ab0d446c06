package plimsoll.rules.image.image_package_minimum_versions_test

import data.plimsoll.rules.image.image_package_minimum_versions as rule

_package(name, version) := {
	"type": "deb",
	"name": name,
	"version": version,
	"purl": null,
	"architecture": null,
	"sourceName": null,
	"sourceVersion": null,
	"scope": "distribution",
	"path": "var/lib/dpkg/status",
	"layer": 0,
	"license": {"declared": null, "declaredText": null, "found": null, "unknownTexts": [], "requires": null, "differ": false, "texts": null, "copyrights": []},
}

_image(packages) := {"resources": [{"target": 1, "key": "image", "packages": packages}]}

_params(minimum) := {"plimsoll/image-package-minimum-versions": {"minimumVersions": minimum}}

_openssl := object.union(
	_package("libssl3", "3.0.11-1~deb12u2"),
	{"sourceName": "openssl", "sourceVersion": "3.0.11-1~deb12u2"},
)

test_fail_older if {
	every name in ["libssl3", "openssl", "libssl*"] {
		rule.violations == {{
			"target": 1,
			"key": "image",
			"part": "deb/libssl3@3.0.11-1~deb12u2",
			"location": {"pointer": "/packages"},
			"args": {"package": "libssl3", "version": "3.0.11-1~deb12u2", "minimum": "3.0.13-1~deb12u1"},
		}} with input as _image([_openssl])
			with data.plimsoll.params as _params([{"type": "deb", "name": name, "minimum": "3.0.13-1~deb12u1"}])
	}
}

test_pass_new_enough if {
	every entry in [
		{"type": "deb", "name": "openssl", "minimum": "3.0.11-1~deb12u2"},
		{"type": "apk", "name": "openssl", "minimum": "9"},
		{"type": "deb", "name": "openssh", "minimum": "9"},
	] {
		rule.violations == set() with input as _image([_openssl]) with data.plimsoll.params as _params([entry])
		rule.unknown == set() with input as _image([_openssl]) with data.plimsoll.params as _params([entry])
		rule.not_applicable == set() with input as _image([_openssl]) with data.plimsoll.params as _params([entry])
	}
}

test_na_no_list if {
	rule.not_applicable == {{
		"target": 1,
		"key": "image",
		"code": "no-list",
		"args": {},
	}} with input as _image([]) with data.plimsoll.params as _params([])
}

test_unknown_no_order if {
	maven := object.union(_package("log4j-core", "2.14.0"), {"type": "maven"})
	unclear := {"type": "maven", "name": "log4j-core", "minimum": "2.17.1"}
	rule.unknown == {{
		"target": 1,
		"key": "image",
		"fact": "packages",
		"code": "not-supported",
	}} with input as _image([maven]) with data.plimsoll.params as _params([unclear])
	rule.violations == set() with input as _image([maven]) with data.plimsoll.params as _params([unclear])
	rule.unknown == set() with input as _image([maven, _openssl])
		with data.plimsoll.params as _params([unclear, {"type": "deb", "name": "openssl", "minimum": "4"}])
}
