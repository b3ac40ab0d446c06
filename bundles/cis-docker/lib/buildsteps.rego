# METADATA
# description: |
#   Build steps as the history of an image tells them. The classic builder writes "/bin/sh -c #(nop) ADD …" and
#   "/bin/sh -c …", the newer one "ADD … # buildkit" and "RUN /bin/sh -c … # buildkit".
package plimsoll.lib.buildsteps

# METADATA
# description: Whether the history says anything at all; imported images have steps without text, or none.
is_told(history) if {
	some entry in history
	entry.createdBy != ""
}

# METADATA
# description: A step without what the builders put around it, so that it begins with its instruction.
instruction(step) := trim_space(trim_suffix(trim_prefix(trim_space(step), "/bin/sh -c #(nop)"), "# buildkit"))

# METADATA
# description: Whether the step ran commands, which is so for every one that is no other instruction.
runs(step) if {
	not contains(step, "#(nop)")
	not _other_instruction(trim_space(step))
}

# METADATA
# description: The commands of a step in order, split where a shell would.
commands(step) := split(
	replace(replace(replace(replace(instruction(step), "\\\n", " "), "\n", "&&"), ";", "&&"), "|", "&&"),
	"&&",
)

# METADATA
# description: Whether the step hands what it fetches to a shell at once.
runs_download(step) if {
	contains(step, "|")
	regex.match(`\b(curl|wget)\b[^|;&]*\|\s*(sudo\s+)?(\S*/)?(ba|da|z|k|a)?sh(\s|$)`, step)
}

# METADATA
# description: The beginning of a step, for messages and as the name of a part.
cut(step) := substring(instruction(step), 0, 160)

_other_instruction(step) if {
	some word in [
		"ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "HEALTHCHECK", "LABEL", "MAINTAINER", "ONBUILD",
		"SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR",
	]
	startswith(step, concat("", [word, " "]))
}
