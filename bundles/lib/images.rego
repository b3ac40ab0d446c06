# METADATA
# description: References of images, after the grammar of the distribution project (registry/repository:tag@digest).
# related_resources:
# - ref: https://github.com/distribution/reference
package plimsoll.lib.images

# METADATA
# description: |
#   The parts of a reference: {"registry", "repository", "tag", "digest"}. Registry and repository are filled in as the
#   engine does ("nginx" is docker.io, library/nginx); tag and digest are "" where the reference has none.
parse(reference) := {"registry": registry, "repository": repository, "tag": tag, "digest": digest} if {
	at := split(reference, "@")
	digest := concat("@", array.slice(at, 1, count(at)))
	segments := split(at[0], "/")
	last := split(segments[count(segments) - 1], ":")
	tag := concat(":", array.slice(last, 1, count(last)))
	named := array.concat(array.slice(segments, 0, count(segments) - 1), [last[0]])
	registry := _registry(named)
	repository := _repository(named)
}

# METADATA
# description: Whether the text is the id of an image rather than a name ("sha256:…" or 64 hexadecimal digits).
is_id(reference) if startswith(reference, "sha256:")

is_id(reference) if {
	count(reference) == 64
	regex.match(`^[0-9a-f]{64}$`, reference)
}

_registry(segments) := segments[0] if _names_registry(segments)

_registry(segments) := "docker.io" if not _names_registry(segments)

_repository(segments) := concat("/", array.slice(segments, 1, count(segments))) if _names_registry(segments)

_repository(segments) := concat("/", segments) if {
	not _names_registry(segments)
	count(segments) > 1
}

_repository(segments) := concat("/", ["library", segments[0]]) if {
	not _names_registry(segments)
	count(segments) == 1
}

# The engine's rule: the first part is a host where it has a dot or a port or is "localhost".
_names_registry(segments) if {
	count(segments) > 1
	_is_host(segments[0])
}

_is_host("localhost")

_is_host(segment) if contains(segment, ".")

_is_host(segment) if contains(segment, ":")
