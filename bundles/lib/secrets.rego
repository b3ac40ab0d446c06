# METADATA
# description: |
#   Environment variables that hold secrets. Values never enter a document; what is known is a name and a flag.
package plimsoll.lib.secrets

# METADATA
# description: |
#   Whether a variable of an environment holds a secret: it has a value, name or shape of the value are those of a
#   secret, and the name does not say that it is a path to one, a public key or a checksum. public_names are exempt.
is_exposed(variable, public_names) if {
	variable.looksSecret == true
	variable.hasValue == true
	not variable.name in public_names
	not _names_harmless(upper(variable.name))
}

_names_harmless(name) if {
	some ending in ["_FILE", "_PATH", "_DIR", "_SHA256", "_SHA512", "_PUBLIC_KEY", "_FINGERPRINT"]
	endswith(name, ending)
}
