package plimsoll.rules.image.image_no_denied_packages_test

import data.plimsoll.rules.image.image_no_denied_packages as rule

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

_params(denied) := {"plimsoll/image-no-denied-packages": {"deniedPackages": denied}}

_finding(name, version, entry) := {
	"target": 1,
	"key": "image",
	"part": concat("", ["deb/", name, "@", version]),
	"location": {"pointer": "/packages"},
	"args": {"package": name, "version": version, "entry": entry},
}

test_fail_denied if {
	every entry in [
		{"name": "telnetd"},
		{"name": "telnet*", "type": "deb"},
		{"name": "telnetd", "below": "2.0"},
		{"name": "telnetd", "from": "1.0-1", "below": "1.0-2"},
		{"name": "telnetd", "version": "1.0-1"},
	] {
		rule.violations == {_finding("telnetd", "1.0-1", entry.name)} with data.plimsoll.params as _params([entry])
			with input as _image([_package("telnetd", "1.0-1"), _package("libc6", "2.36-9")])
		rule.unknown == set() with input as _image([_package("telnetd", "1.0-1")]) with data.plimsoll.params as _params([entry])
	}
}

test_pass_other if {
	every entry in [
		{"name": "telnet"},
		{"name": "telnetd", "type": "rpm"},
		{"name": "telnetd", "below": "1.0-1"},
		{"name": "telnetd", "from": "1.0-2"},
		{"name": "telnetd", "version": "1.0"},
	] {
		rule.violations == set() with input as _image([_package("telnetd", "1.0-1")])
			with data.plimsoll.params as _params([entry])
		rule.unknown == set() with input as _image([_package("telnetd", "1.0-1")]) with data.plimsoll.params as _params([entry])
	}
}

test_unknown_no_order if {
	unclear := _params([{"name": "rails", "below": "7.0"}])
	gem := object.union(_package("rails", "6.0"), {"type": "gem"})
	rule.unknown == {{
		"target": 1,
		"key": "image",
		"fact": "packages",
		"code": "not-supported",
	}} with input as _image([gem]) with data.plimsoll.params as unclear
	rule.violations == set() with input as _image([gem]) with data.plimsoll.params as unclear
	denied := _params([{"name": "rails", "below": "7.0"}, {"name": "telnetd"}])
	rule.unknown == set() with input as _image([gem, _package("telnetd", "1")]) with data.plimsoll.params as denied
}
