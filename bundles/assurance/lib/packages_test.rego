package plimsoll.lib.packages_test

import data.plimsoll.lib.packages

_found := {
	"type": "deb",
	"name": "libssl3",
	"version": "3.0-1+b1",
	"purl": "pkg:deb/debian/libssl3@3.0-1%2Bb1",
	"sourceName": "openssl",
	"sourceVersion": "3.0-1",
}

test_part if {
	packages.part(_found) == "pkg:deb/debian/libssl3@3.0-1%2Bb1"
	packages.part(object.union(_found, {"purl": null})) == "deb/libssl3@3.0-1+b1"
}

test_entries if {
	packages.is_named({"name": "libssl*"}, _found)
	packages.is_named({"name": "libssl3", "type": "deb"}, _found)
	not packages.is_named({"name": "libssl3", "type": "rpm"}, _found)
	not packages.is_named({"name": "openssl"}, _found)
	packages.is_built_from({"name": "openssl"}, _found)
	not packages.is_built_from({"name": "openssl", "type": "rpm"}, _found)
	not packages.is_built_from({"name": "openssl"}, object.union(_found, {"sourceName": null}))
}

test_version if {
	packages.version({"name": "libssl3"}, _found) == "3.0-1+b1"
	packages.version({"name": "openssl"}, _found) == "3.0-1"
	packages.version({"name": "openssl"}, object.union(_found, {"sourceVersion": null})) == "3.0-1+b1"
}
