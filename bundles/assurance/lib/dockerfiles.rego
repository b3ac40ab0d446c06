# METADATA
# description: Stages, steps and installed packages of Dockerfiles.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/
package plimsoll.lib.dockerfiles

# METADATA
# description: Indexes of the stages whose layers are shipped, which are the last one and those it starts from.
shipped(stages) := graph.reachable(bases, last) if {
	last := {stage.index | some stage in stages; stage.final == true}
	bases := {stage.index: {base | base := stage.baseStage; is_number(base)} | some stage in stages}
}

# METADATA
# description: The stage that begins what is shipped, by an image or by nothing.
origin(stages) := stage if {
	some stage in stages
	stage.index in shipped(stages)
	is_null(stage.baseStage)
}

# METADATA
# description: The user of what is shipped as it is written last, here or in a stage it starts from; undefined where none is.
user(stages) := written[count(written) - 1] if {
	written := [stage.user | some stage in stages; stage.index in shipped(stages); is_string(stage.user)]
	count(written) > 0
}

# METADATA
# description: Whether the health check that is written last in what is shipped is one; undefined where none is written.
healthcheck(stages) := written[count(written) - 1] if {
	written := [stage.healthcheck | some stage in stages; stage.index in shipped(stages); is_boolean(stage.healthcheck)]
	count(written) > 0
}

# METADATA
# description: |
#   The beginning of an instruction as the name of a part. The same words may stand in several stages, so the stage is
#   told unless it is the last one.
step(instruction, stages) := text if {
	text := substring(instruction.text, 0, 160)
	not _stage_to_tell(instruction.stage, stages)
}

step(instruction, stages) := concat("", [substring(instruction.text, 0, 160), " (stage ", stage, ")"]) if {
	stage := _stage_to_tell(instruction.stage, stages)
}

_stage_to_tell(index, stages) := stage_name(stage) if {
	some stage in stages
	stage.index == index
	stage.final == false
}

# METADATA
# description: What other stages call a stage, its name or its index.
stage_name(stage) := stage.name if is_string(stage.name)

stage_name(stage) := format_int(stage.index, 10) if is_null(stage.name)

# METADATA
# description: Where an instruction or a stage stands; without a file it was made again from an image.
location(path, line) := {"file": path, "line": line} if is_string(path)

location(path, _) := {"pointer": "/instructions"} if is_null(path)

# METADATA
# description: |
#   The name of the program that a simple command runs: without folder, and behind assignments, keywords of the shell, and
#   programs that run others.
program(words) := name if {
	first := _first(words)
	parts := split(words[first], "/")
	name := parts[count(parts) - 1]
}

# METADATA
# description: The words behind the program of a simple command.
operands(words) := array.slice(words, _first(words) + 1, count(words))

_first(words) := min([index | some index, word in words; not _stands_before(word)])

_stands_before(word) if {
	word in {
		"!", "(", "{", "builtin", "command", "do", "doas", "eatmydata", "elif", "else", "env", "exec", "if", "nice", "nohup",
		"sudo", "then", "time", "until", "while",
	}
}

_stands_before(word) if startswith(word, "-")

_stands_before(word) if regex.match(`^[A-Za-z_][A-Za-z0-9_]*=`, word)

# METADATA
# description: |
#   What a simple command installs, as {"manager", "packages", "options"}: apt, apk, dnf, pip or npm, the packages as they
#   are written, and the options. Undefined where it installs nothing.
installs(words) := {"manager": manager.name, "packages": packages, "options": options} if {
	call := _call(words)
	manager := _managers[call.program]
	some verb in manager.verbs
	verb in call.words
	packages := [word |
		some index, word in call.words
		not startswith(word, "-")
		not word in manager.verbs
		not _is_value(call.words, index, manager.valued)
	]
	options := {word | some word in call.words; startswith(word, "-")}
}

_call(words) := {"program": program(words), "words": operands(words)} if not _runs_pip(words)

_call(words) := {"program": "pip", "words": array.slice(rest, 2, count(rest))} if {
	_runs_pip(words)
	rest := operands(words)
}

_runs_pip(words) if {
	startswith(program(words), "python")
	array.slice(operands(words), 0, 2) == ["-m", "pip"]
}

_is_value(words, index, valued) if {
	index > 0
	words[index - 1] in valued
}

_apt := {
	"name": "apt",
	"verbs": {"install"},
	"valued": {"-a", "-c", "-o", "-t", "--config-file", "--host-architecture", "--option", "--target-release"},
}

_dnf := {
	"name": "dnf",
	"verbs": {"in", "install"},
	"valued": {"-c", "-x", "--disablerepo", "--enablerepo", "--exclude", "--installroot", "--releasever", "--setopt"},
}

_pip := {
	"name": "pip",
	"verbs": {"install"},
	"valued": {
		"-c", "-e", "-f", "-i", "-r", "-t", "--cache-dir", "--constraint", "--editable", "--extra-index-url", "--find-links",
		"--index-url", "--no-binary", "--only-binary", "--platform", "--prefix", "--progress-bar", "--proxy",
		"--python-version", "--requirement", "--root", "--target", "--timeout", "--trusted-host",
	},
}

_managers := {
	"apt": _apt,
	"apt-get": _apt,
	"aptitude": _apt,
	"apk": {
		"name": "apk",
		"verbs": {"add"},
		"valued": {
			"-X", "-p", "-t", "--arch", "--cache-dir", "--keys-dir", "--repositories-file", "--repository", "--root", "--virtual",
		},
	},
	"dnf": _dnf,
	"microdnf": _dnf,
	"tdnf": _dnf,
	"yum": _dnf,
	"zypper": _dnf,
	"pip": _pip,
	"pip3": _pip,
	"npm": {
		"name": "npm",
		"verbs": {"add", "i", "install"},
		"valued": {"-w", "--cache", "--loglevel", "--omit", "--prefix", "--registry", "--tag", "--userconfig", "--workspace"},
	},
}

# METADATA
# description: Whether a package is named so that the same one is installed next year, or in a way that is not understood here.
is_pinned(_, name) if regex.match(`^\.|\$|://|\.(deb|apk|whl|tgz|tar\.gz|zip)$`, name)

is_pinned(_, name) if {
	contains(name, "/")
	not startswith(name, "@")
}

is_pinned("apt", name) if contains(name, "=")

is_pinned("apk", name) if regex.match(`[=~<>]`, name)

is_pinned("pip", name) if regex.match(`==|@`, name)

is_pinned("npm", name) if regex.match(`^(@[^/]+/)?[^@/]+@[^@]*[0-9]`, name)

# METADATA
# description: The name of a package without the version that is asked for behind it.
bare_name(name) := regex.replace(name, `[=~<>].*$`, "")
