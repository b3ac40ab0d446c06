# METADATA
# description: Packages of an image as parameters name them.
package plimsoll.lib.packages

import data.plimsoll.lib.globs

# METADATA
# description: What a package is called in findings, which is its purl where it has one.
part(found) := found.purl if is_string(found.purl)

part(found) := concat("", [found.type, "/", found.name, "@", found.version]) if is_null(found.purl)

# METADATA
# description: Whether an entry {"name", "type"} means the package; name is a glob, and without a type any will do.
is_named(entry, found) if {
	globs.is_name(entry.name, found.name)
	object.get(entry, "type", found.type) == found.type
}

# METADATA
# description: Whether an entry {"name", "type"} means the package or the source package that it was built from.
is_built_from(entry, found) if is_named(entry, found)

is_built_from(entry, found) if {
	is_string(found.sourceName)
	globs.is_name(entry.name, found.sourceName)
	object.get(entry, "type", found.type) == found.type
}

# METADATA
# description: The version that an entry speaks of, of the package itself or of its source package.
version(entry, found) := found.version if is_named(entry, found)

version(entry, found) := found.version if {
	not is_named(entry, found)
	not is_string(found.sourceVersion)
}

version(entry, found) := found.sourceVersion if {
	not is_named(entry, found)
	is_string(found.sourceVersion)
}
