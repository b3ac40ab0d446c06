# METADATA
# title: No build step runs what it fetches without a check
# description: A script piped from the network into a shell is whatever the server sends that day.
# related_resources:
# - ref: https://docs.docker.com/reference/dockerfile/#add---checksum
# custom:
#   severity: medium
#   kind: dockerfile
#   needs: [instructions, stages, path]
#   message: "{name} runs what {fetcher} fetches in {runner} without a check: {step}"
#   remediation: Fetch to a file, compare it with a checksum kept beside the Dockerfile, and only then run it.
#   fixes:
#     dockerfile: "ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.org/app.tar.gz /opt/"
package plimsoll.rules.dockerfile.dockerfile_no_unverified_download

import data.plimsoll.lib.dockerfiles
import data.plimsoll.lib.result

violations contains result.part(dockerfile, part, location, args) if {
	some dockerfile in input.resources
	some instruction in dockerfile.instructions
	instruction.name == "RUN"
	some found in _found(instruction)
	part := dockerfiles.step(instruction, dockerfile.stages)
	location := dockerfiles.location(dockerfile.path, instruction.line)
	args := {"fetcher": found.fetcher, "runner": found.runner, "step": part}
}

_fetchers := {"aria2c", "curl", "fetch", "http", "wget"}

_runners := {
	"ash", "bash", "dash", "ksh", "node", "perl", "php", "python", "python2", "python3", "ruby", "sh", "zsh",
}

_found(instruction) := piped | substituted if {
	piped := {{"fetcher": fetcher, "runner": runner} |
		some programs in instruction.pipes
		some from, fetcher in programs
		fetcher in _fetchers
		some to, runner in programs
		to > from
		runner in _runners
	}

	# bash <(curl …), sh -c "$(wget …)"
	substituted := {{"fetcher": match[2], "runner": match[1]} |
		some match in regex.find_all_string_submatch_n(
			`\b(ash|bash|dash|ksh|sh|zsh|source|eval)\s+(?:-\S+\s+)*["']?[<$]\(\s*(curl|wget)\b`,
			instruction.text, -1,
		)
	}
}
