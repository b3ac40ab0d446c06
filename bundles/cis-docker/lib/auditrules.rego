# METADATA
# description: |
#   Rules of the kernel's audit system, as auditctl prints them and as rule files write them. A rule that is not
#   understood, or that records some changes only, records nothing here - it may not let a file pass.
package plimsoll.lib.auditrules

import data.plimsoll.lib.mounts

# METADATA
# description: The permissions (r, w, x, a) whose use on a file, or below a folder, the rules record.
recorded(file, rules) := _recorded(file, parsed, "b64") & _recorded(file, parsed, "b32") if {
	parsed := [_words(rule) | some rule in rules]
}

# A program of a 64-bit system can make calls of 32 bits as well, which a rule on arch=b64 does not see.
_recorded(file, parsed, calls) := {letter |
	not _records_no_calls(parsed)
	some place, words in parsed
	some letter in _letters(words, file, calls)
	every earlier in array.slice(parsed, 0, place) { not _silences(earlier, file) }
}

# The kernel matches watches when a system call ends; a task told to record none has no calls to match.
_records_no_calls(parsed) if {
	some words in parsed
	_action(words) == {"never", "task"}
	count(_values(words, "-F")) == 0
}

# Letters that a rule records on the whole of a file or folder.
_letters(words, file, _) := split(concat("", _values(words, "-p")), "") if {
	_is_plain(words)
	some path in _values(words, "-w")
	_is_below(file, path)
	count(_values(words, "-p")) > 0
}

_letters(words, file, _) := ["r", "w", "x", "a"] if {
	_is_plain(words)
	some path in _values(words, "-w")
	_is_below(file, path)
	count(_values(words, "-p")) == 0
}

_letters(words, file, calls) := _permissions(words) if {
	_is_plain(words)
	_action(words) == {"always", "exit"}
	every call in _values(words, "-S") { call == "all" }
	every field in _values(words, "-F") { _narrows_nothing(field, calls) }
	count(_field(words, "path")) + count(_field(words, "dir")) == 1
	_is_meant(words, file)
}

_permissions(words) := split(concat("", _field(words, "perm")), "") if count(_field(words, "perm")) == 1

_permissions(words) := ["r", "w", "x", "a"] if count(_field(words, "perm")) == 0

# A rule on the path of a folder sees what is added and removed, and not what is written to the files in it.
_is_meant(words, file) if {
	file.type != "directory"
	some path in _field(words, "path")
	_spelling(path) in _spellings(file)
}

_is_meant(words, file) if {
	some folder in _field(words, "dir")
	_is_below(file, folder)
}

_narrows_nothing(field, _) if split(field, "=")[0] in {"path", "dir", "perm", "key"}

_narrows_nothing(field, "b64") if field in {"arch=b64", "arch=x86_64", "arch=aarch64", "arch=ppc64le", "arch=s390x"}

_narrows_nothing(field, "b32") if field in {"arch=b32", "arch=i386", "arch=i686", "arch=arm"}

# The kernel takes the first rule that fits, so a rule against recording wins over later ones.
_silences(words, file) if {
	_action(words) == {"never", "exit"}
	some name in ["path", "dir"]
	some path in _field(words, name)
	_is_below(file, path)
}

_silences(words, _) if {
	_action(words) == {"never", "exit"}
	every field in _values(words, "-F") { split(field, "=")[0] in {"arch", "key"} }
	every call in _values(words, "-S") { call == "all" }
}

_action(words) := {word |
	some value in array.concat(_values(words, "-a"), _values(words, "-A"))
	some word in split(value, ",")
}

_is_plain(words) if {
	startswith(words[0], "-")
	every word in words { _is_known(word) }
}

_is_known(word) if not startswith(word, "-")

_is_known(word) if word in {"-a", "-A", "-w", "-p", "-k", "-F", "-S"}

_field(words, name) := [substring(field, count(name) + 1, -1) |
	some field in _values(words, "-F")
	split(field, "=")[0] == name
]

_values(words, option) := [words[place + 1] | some place, word in words; word == option]

_words(rule) := [word | some word in split(replace(rule, "\t", " "), " "); word != ""]

_is_below(file, path) if {
	some spelling in _spellings(file)
	mounts.reaches(_spelling(path), spelling)
}

_spellings(file) := {_spelling(path) | some path in [file.path, file.realPath]; path != null}

# Folders of programs and libraries that link to those below /usr.
_spelling(path) := concat("", ["/usr", plain]) if {
	plain := mounts.canonical(path)
	split(plain, "/")[1] in {"bin", "lib", "sbin"}
} else := mounts.canonical(path)
