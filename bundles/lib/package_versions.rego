# METADATA
# description: |
#   Order of package versions by the rules of their ecosystem: deb, apk, rpm and npm. A version is taken apart into
#   nested arrays, which Rego compares member by member. Other types have no order here, so that a rule says unknown.
# related_resources:
# - ref: https://www.debian.org/doc/debian-policy/ch-controlfields.html#version
# - ref: https://rpm-software-management.github.io/rpm/manual/
# - ref: https://gitlab.alpinelinux.org/alpine/apk-tools/-/blob/master/doc/apk-package.5.scd
package plimsoll.lib.package_versions

# METADATA
# description: |
#   Order of two versions of packages of one type as {"ok", "value"}: -1, 0 or 1. ok is false and value 0 where the type
#   has no order here, or either text is no version of that type.
compare(type, left, right) := {"ok": true, "value": _order(_key(type, left), _key(type, right))}

compare("npm", left, right) := {"ok": true, "value": semver.compare(_plain(left), _plain(right))} if {
	_is_semantic(left)
	_is_semantic(right)
}

default compare(_, _, _) := {"ok": false, "value": 0}

# METADATA
# description: |
#   Whether a version lies in a range as {"ok", "value"}. A range has any of: version (this one, spelt so), from (this one
#   and later ones), below (earlier ones); with none of them every version lies in it. ok is false where that takes an
#   order and there is none.
lies_in(type, version, range) := {"ok": true, "value": false} if {
	some bound in ["version", "from", "below"]
	_lies_outside(bound, type, version, range)
} else := {"ok": false, "value": false} if {
	some bound in ["from", "below"]
	is_string(range[bound])
	not compare(type, version, range[bound]).ok
} else := {"ok": true, "value": true}

_lies_outside("version", _, version, range) if {
	is_string(range.version)
	version != range.version
}

_lies_outside("from", type, version, range) if {
	is_string(range.from)
	order := compare(type, version, range.from)
	order.ok == true
	order.value < 0
}

_lies_outside("below", type, version, range) if {
	is_string(range.below)
	order := compare(type, version, range.below)
	order.ok == true
	order.value >= 0
}

_order(left, right) := -1 if left < right

_order(left, right) := 1 if left > right

_order(left, right) := 0 if left == right

_key("deb", text) := _deb_key(trim_space(text)) if {
	is_string(text)
	regex.match(`^([0-9]+:[A-Za-z0-9.+~_:-]*|[A-Za-z0-9.+~_-]*)[A-Za-z0-9.+~_]$`, text)
}

_key("rpm", text) := _rpm_key(text) if {
	is_string(text)
	regex.match(`^([0-9]+:)?[A-Za-z0-9._+~^]+(-[A-Za-z0-9._+~^]+)?$`, text)
}

_key("apk", text) := _apk_key(parts) if {
	is_string(text)
	parts := regex.find_all_string_submatch_n(_apk_version, text, -1)[0]
}

_digits(text) := [count(plain), plain] if plain := trim_left(text, "0")

# Debian: epoch, upstream version, revision; in each of them other characters and numbers take turns.
_deb_key(text) := [_digits(epoch), _deb_part(upstream), _deb_part(revision)] if {
	colon := indexof(text, ":")
	epoch := substring(text, 0, max([colon, 0]))
	pieces := split(substring(text, colon + 1, -1), "-")
	last := count(pieces) - 1
	upstream := concat("-", array.slice(pieces, 0, max([last, 1])))
	revision := concat("-", array.slice(pieces, max([last, 1]), last + 1))
}

# The pairs end with a pair of nothing, as every text goes on with nothing.
_deb_part(text) := array.concat(
	[[_deb_other(pair[1]), _digits(pair[2])] |
		some index, pair in regex.find_all_string_submatch_n(`([^0-9]*)([0-9]*)`, concat("", [text, "!"]), -1)
		_counts(index, pair[1])
	],
	[["!", [0, ""]]],
)

# A mark was put behind the text, so that the last match is the mark alone or ends with it.
_counts(0, _)

_counts(index, other) if {
	index > 0
	not other in {"", "!"}
}

# "~" before the end ("!"), the end before letters, letters before everything else.
_deb_other(text) := concat("", [
	strings.replace_n({"~": " ", "!": "", "+": "{", "-": "|", ".": "}", ":": "~", "_": "\u007f"}, text),
	"!",
])

# RPM: epoch, version, release; runs of letters and of digits. "~" comes before the end, and "^" after it.
_rpm_key(text) := [_rpm_segments(epoch), _rpm_segments(version), _rpm_segments(release)] if {
	parts := array.concat(["0"], split(text, ":"))
	epoch := parts[count(parts) - 2]
	pieces := split(parts[count(parts) - 1], "-")
	version := pieces[0]
	release := concat("", array.slice(pieces, 1, 2))
}

_rpm_segments(text) := array.concat(
	[_rpm_segment(match[0]) | some match in regex.find_all_string_submatch_n(`~|\^|[A-Za-z]+|[0-9]+`, text, -1)],
	[[1]],
)

_rpm_segment("~") := [0]

_rpm_segment("^") := [2]

_rpm_segment(segment) := [3, segment] if regex.match(`^[A-Za-z]`, segment)

_rpm_segment(segment) := [4, _digits(segment)] if regex.match(`^[0-9]`, segment)

# Alpine: numbers, a letter with or without one, suffixes, a commit, the revision.
_apk_version := concat("", [
	`^([0-9]+)((?:\.[0-9]+)*)([a-z]?)([0-9]*)`,
	`((?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)[0-9]*)*)`,
	`((?:~[0-9a-f]+)?)((?:-r[0-9]+)?)$`,
])

_apk_key(parts) := [member |
	some list in [
		[[8, _digits(parts[1])]],
		[[8, _apk_fraction(digits)] |
			some index, digits in split(parts[2], ".")
			index > 0
		],
		[[7, parts[3]] | parts[3] != ""],
		[[8, _digits(parts[4])] | parts[4] != ""],
		[each |
			some suffix in regex.find_all_string_submatch_n(`_([a-z]+)([0-9]*)`, parts[5], -1)
			some each in _apk_suffix(suffix)
		],
		[[4, parts[6]] | parts[6] != ""],
		[[3, _digits(substring(parts[7], 2, -1))] | parts[7] != ""],
		[[2]],
	]
	some member in list
]

# A number that begins with a zero is a decimal fraction.
_apk_fraction(digits) := [0, digits] if startswith(digits, "0")

_apk_fraction(digits) := [1, _digits(digits)] if not startswith(digits, "0")

_apk_suffix(parts) := array.concat([_apk_ranks[parts[1]]], [[5, _digits(parts[2])] | parts[2] != ""])

# What is not yet out comes before the end (2); what was changed since comes after it.
_apk_ranks := {
	"alpha": [0, 0],
	"beta": [0, 1],
	"pre": [0, 2],
	"rc": [0, 3],
	"cvs": [6, 0],
	"svn": [6, 1],
	"git": [6, 2],
	"hg": [6, 3],
	"p": [6, 4],
}

# Numbers that not every program holds exactly are no part of a version here.
_is_semantic(text) if {
	is_string(text)
	regex.match(_semantic, _plain(text))
	not regex.match(`[0-9]{16}`, text)
	semver.is_valid(_plain(text))
}

_semantic := concat("", [
	`^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)`,
	`(-(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)(\.(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*))*)?`,
	`(\+[0-9A-Za-z.-]+)?$`,
])

_plain(text) := trim_prefix(text, "v")
