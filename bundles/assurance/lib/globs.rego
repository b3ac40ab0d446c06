# METADATA
# description: Globs of parameters over names and over paths of an image.
package plimsoll.lib.globs

# METADATA
# description: Whether a name is meant by a glob, in which * stands for any text, slashes and dots included.
is_name(pattern, name) if pattern == name

is_name(pattern, name) if {
	_has_wildcard(pattern)
	glob.match(pattern, null, name)
}

# METADATA
# description: Whether a name is meant by one of the globs.
is_any_name(patterns, name) if {
	some pattern in patterns
	is_name(pattern, name)
}

# METADATA
# description: |
#   Whether a path is meant by one of the globs, in which * stops at a slash and ** does not. A leading slash says nothing,
#   neither of the globs nor of the path.
is_any_path(patterns, path) if {
	some pattern in patterns
	_is_path(trim_left(pattern, "/"), trim_left(path, "/"))
}

_is_path(pattern, path) if pattern == path

_is_path(pattern, path) if {
	_has_wildcard(pattern)
	glob.match(pattern, ["/"], path)
}

_has_wildcard(pattern) if {
	some mark in ["*", "?", "[", "{"]
	contains(pattern, mark)
}
