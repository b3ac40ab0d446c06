# METADATA
# description: |
#   Licences of packages against the lists of the operator. What a package asks for is a list of choices
#   (license.requires): of each choice one licence has to be accepted, so OR is one choice and AND is several. The
#   policy is an object of the bundle's parameters: allowed, allowedInDistribution, denied, review, scopes, decisions.
package plimsoll.lib.licensing

_table := data.plimsoll.tables.obligations

# METADATA
# description: Packages of the scopes that are judged, without those that somebody accepted as a whole.
packages(image, policy) := [found |
	some found in image.packages
	found.scope in policy.scopes
	not _accepted(found, policy)
]

# METADATA
# description: type/name@version, as findings and decisions call a package.
part(found) := concat("@", [_name(found), found.version]) if found.version != ""

part(found) := _name(found) if found.version == ""

# METADATA
# description: What the package asks for, or what somebody decided that it asks for; no choices mean that nothing is known.
choices(found, policy) := [[id] | some id in decided[0]] if {
	decided := _decided(found, policy)
	count(decided) > 0
}

choices(found, policy) := found.license.requires if {
	count(_decided(found, policy)) == 0
	is_array(found.license.requires)
}

choices(found, policy) := [] if {
	count(_decided(found, policy)) == 0
	not is_array(found.license.requires)
}

# METADATA
# description: Whether a person decided which licences the package has.
is_decided(found, policy) if count(_decided(found, policy)) > 0

# METADATA
# description: |
#   Packages with a verdict, in some scopes: the choices at fault as one text each, or what a package says of its licence
#   where nothing is known. Equal choices are judged once.
with_verdict(image, policy, scopes, verdict) := grouped(known | silent) if {
	judged := [found | some found in packages(image, policy); found.scope in scopes]
	bad := {scope: {choice | some choice in _distinct(judged, policy, scope); status(scope, choice, policy) == verdict} |
		some scope in scopes
	}
	known := {[part(found), concat(" or ", choice)] |
		some found in judged
		some choice in choices(found, policy)
		choice in bad[found.scope]
	}
	silent := {[part(found), _said(found)] |
		verdict == "unknown"
		some found in judged
		choices(found, policy) == []
	}
}

# METADATA
# description: |
#   Pairs of a name and a text as an object of names with their texts, sorted. By one pass over the sorted pairs, since
#   an image may have thousands of packages.
grouped(pairs) := {sorted[from][0]: texts |
	sorted := sort(pairs)
	starts := [at | some at, pair in sorted; _begins(sorted, at, pair[0])]
	some index, from in starts
	texts := [pair[1] | some pair in array.slice(sorted, from, _next(starts, index, count(sorted)))]
}

# METADATA
# description: |
#   What becomes of one choice in a scope: allowed, review, unknown, network, denied or not-allowed. It is as good as the
#   best licence in it; a LicenseRef that is on no list may be anything; network is copyleft that reaches users of a
#   network, in an application, which nobody allowed.
status(scope, choice, policy) := "allowed" if _some_allowed(scope, choice, policy)

status(scope, choice, policy) := "network" if {
	not _some_allowed(scope, choice, policy)
	_reaches_network(scope, choice, policy)
}

status(scope, choice, policy) := _restricted(choice, policy) if {
	not _some_allowed(scope, choice, policy)
	not _reaches_network(scope, choice, policy)
}

# METADATA
# description: Whether a licence asks for something, by the table of obligations.
asks_for(id, obligation) if obligation in object.get(_table, _base(id), {"obligations": []}).obligations

# METADATA
# description: Packages and their texts as the words of a question, twenty at most, and how many there are.
listed(found) := first_of({concat(" ", [name, concat("", ["(", concat(", ", texts), ")"])]) | some name, texts in found})

# METADATA
# description: The first twenty of a set of texts, and how many there are.
first_of(texts) := {"count": count(texts), "packages": array.slice(sort(texts), 0, 20)}

_name(found) := concat("/", [found.type, found.name])

_begins(_, 0, _) := true

_begins(sorted, at, name) if sorted[at - 1][0] != name

_next(starts, index, _) := starts[index + 1]

_next(starts, index, total) := total if index + 1 == count(starts)

_said(found) := found.license.declaredText if is_string(found.license.declaredText)

_said(found) := "nothing" if not is_string(found.license.declaredText)

_distinct(judged, policy, scope) := {choice |
	some found in judged
	found.scope == scope
	some choice in choices(found, policy)
}

_restricted(choice, policy) := "review" if _some_review(choice, policy)

_restricted(choice, policy) := "unknown" if {
	not _some_review(choice, policy)
	_some_unknown(choice, policy)
}

_restricted(choice, policy) := "denied" if {
	not _some_review(choice, policy)
	not _some_unknown(choice, policy)
	_all_denied(choice, policy)
}

_restricted(choice, policy) := "not-allowed" if {
	not _some_review(choice, policy)
	not _some_unknown(choice, policy)
	not _all_denied(choice, policy)
}

_matches(found, decision) if glob.match(decision.package, ["/"], _name(found)) == true

_accepted(found, policy) if {
	some decision in policy.decisions
	object.get(decision, "accepted", false) == true
	_matches(found, decision)
}

# The first decision counts, so that a narrow one can stand before a wide one.
_decided(found, policy) := [decision.licenses |
	some decision in policy.decisions
	is_array(object.get(decision, "licenses", null))
	_matches(found, decision)
]

_some_allowed(scope, choice, policy) if {
	some id in choice
	_listed(id, _allowed(scope, policy))
	not _denied(id, policy)
}

_reaches_network("application", choice, policy) if {
	not _all_denied(choice, policy)
	every id in choice { _class(id) == "network-copyleft" }
}

_some_review(choice, policy) if {
	some id in choice
	_listed(id, policy.review)
	not _denied(id, policy)
}

_some_unknown(choice, policy) if {
	some id in choice
	startswith(id, "LicenseRef-")
	_class(id) == "unclassified"
	not _denied(id, policy)
}

_all_denied(choice, policy) if {
	every id in choice { _denied(id, policy) }
}

_allowed("distribution", policy) := array.concat(policy.allowed, policy.allowedInDistribution)

_allowed("application", policy) := policy.allowed

_denied(id, policy) if id in policy.denied

# An exception only adds permissions: it is denied with its licence, unless the two together are allowed by name.
_denied(id, policy) if {
	_base(id) in policy.denied
	not id in policy.allowed
}

# A single licence may be allowed out of a class that is denied.
_denied(id, policy) if {
	_class_name(id) in policy.denied
	not id in policy.allowed
	not _base(id) in policy.allowed
}

_listed(id, list) if id in list

_listed(id, list) if _base(id) in list

_listed(id, list) if _class_name(id) in list

# "Or later" lets the recipient choose: any later version that is listed will do.
_listed(id, list) if {
	some version in object.get(_later, _base(id), [])
	version in list
}

_class(id) := object.get(_table, _base(id), {"class": "unclassified"}).class

_class_name(id) := concat("", ["class:", _class(id)])

# The licence without its exception and without "or later".
_base(id) := trim_suffix(split(id, " WITH ")[0], "+")

_later := {
	"AGPL-3.0-or-later": ["AGPL-3.0-only"],
	"GPL-1.0-or-later": ["GPL-1.0-only", "GPL-2.0-only", "GPL-2.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later"],
	"GPL-2.0-or-later": ["GPL-2.0-only", "GPL-3.0-only", "GPL-3.0-or-later"],
	"GPL-3.0-or-later": ["GPL-3.0-only"],
	"LGPL-2.0-or-later": ["LGPL-2.0-only", "LGPL-2.1-only", "LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later"],
	"LGPL-2.1-or-later": ["LGPL-2.1-only", "LGPL-3.0-only", "LGPL-3.0-or-later"],
	"LGPL-3.0-or-later": ["LGPL-3.0-only"],
}
