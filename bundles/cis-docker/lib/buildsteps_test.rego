package plimsoll.lib.buildsteps_test

import data.plimsoll.lib.buildsteps

test_is_told if {
	buildsteps.is_told([{"createdBy": ""}, {"createdBy": "COPY . / # buildkit"}])
	not buildsteps.is_told([])
	not buildsteps.is_told([{"createdBy": ""}])
}

test_instruction if {
	every step, wanted in {
		"/bin/sh -c #(nop) ADD file:00ff in / ": "ADD file:00ff in /",
		"/bin/sh -c #(nop)  CMD [\"sh\"]": "CMD [\"sh\"]",
		"ADD app.tar /opt/ # buildkit": "ADD app.tar /opt/",
		"RUN /bin/sh -c make # buildkit": "RUN /bin/sh -c make",
		"/bin/sh -c make": "/bin/sh -c make",
	} {
		buildsteps.instruction(step) == wanted
	}
}

test_runs if {
	every step in ["RUN /bin/sh -c make # buildkit", "/bin/sh -c make", "|1 A=b /bin/bash -o pipefail -c make"] {
		buildsteps.runs(step)
	}
	every step in ["/bin/sh -c #(nop) ADD file:00ff in / ", "CMD [\"apt-get\" \"update\"]", "COPY . . # buildkit"] {
		not buildsteps.runs(step)
	}
}

test_commands if {
	steps := ["RUN a && b || c; d | e # buildkit", "RUN a&&b\nc\\\n;d|e"]
	every step in steps {
		[trim_space(command) | some command in buildsteps.commands(step); trim_space(command) != ""] == [
			"RUN a",
			"b",
			"c",
			"d",
			"e",
		]
	}
}

test_runs_download if {
	every step in ["RUN curl -fsSL https://x.org/s | bash -", "RUN wget -qO- https://x.org/s|sudo sh"] {
		buildsteps.runs_download(step)
	}
	every step in ["RUN curl https://x.org/x | tar xz", "RUN cat a | sh", "RUN curl -O https://x.org/s && sh s"] {
		not buildsteps.runs_download(step)
	}
}

test_cut if {
	buildsteps.cut("COPY . . # buildkit") == "COPY . ."
	long := concat("", ["RUN ", concat("", [c | some _ in numbers.range(1, 200); c := "x"])])
	count(buildsteps.cut(long)) == 160
}
