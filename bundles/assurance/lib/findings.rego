# METADATA
# description: Secrets, files and tools of an image as findings name them.
package plimsoll.lib.findings

import data.plimsoll.lib.globs

# METADATA
# description: |
#   Whether an entry {"path", "pattern", "digest", "name"} of allowedSecrets says that a secret is none. Every member that
#   the entry has must fit; path is a glob.
is_allowed_secret(secret, entries) if {
	some entry in entries
	count(entry) > 0
	every member, wanted in entry { _fits(member, wanted, secret) }
}

_fits("path", wanted, secret) if {
	is_string(secret.path)
	globs.is_any_path([wanted], secret.path)
}

_fits("pattern", wanted, secret) if secret.pattern == wanted

_fits("name", wanted, secret) if secret.name == wanted

_fits("digest", wanted, secret) if {
	is_string(secret.digest)
	trim_prefix(secret.digest, "sha256:") == trim_prefix(wanted, "sha256:")
}

# METADATA
# description: What a secret is called in findings, by its place and pattern.
secret_part(secret) := concat("", [secret.path, ": ", secret.pattern]) if is_string(secret.path)

secret_part(secret) := concat("", [secret.source, " ", secret.name, ": ", secret.pattern]) if {
	is_null(secret.path)
	is_string(secret.name)
}

secret_part(secret) := concat("", [secret.source, " ", format_int(secret.line, 10), ": ", secret.pattern]) if {
	is_null(secret.path)
	is_null(secret.name)
	is_number(secret.line)
}

secret_part(secret) := concat("", [secret.source, ": ", secret.pattern]) if {
	is_null(secret.path)
	is_null(secret.name)
	is_null(secret.line)
}

# METADATA
# description: Whether the name of a variable says that its value is a path to a secret, a public key or a checksum.
is_harmless_name(name) if {
	some ending in ["_FILE", "_PATH", "_DIR", "_SHA256", "_SHA512", "_PUBLIC_KEY", "_FINGERPRINT"]
	endswith(upper(name), ending)
}
