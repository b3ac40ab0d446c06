# METADATA
# description: Versions of software.
package plimsoll.lib.versions

# METADATA
# description: |
#   Order of two semantic versions as {"ok", "value"}: -1, 0 or 1. ok is false where either is none; distributions'
#   versions ("2:1.1.1n-0+deb11u5") are none.
compare(left, right) := {"ok": true, "value": semver.compare(left, right)} if {
	semver.is_valid(left)
	semver.is_valid(right)
}

default compare(_, _) := {"ok": false, "value": 0}

# METADATA
# description: The first parts of a dotted version ("28.2.2+ds1" with 1 gives "28"), what follows + or - left off.
release_line(version, parts) := concat(".", array.slice(split(plain, "."), 0, parts)) if {
	plain := split(split(version, "+")[0], "-")[0]
}
