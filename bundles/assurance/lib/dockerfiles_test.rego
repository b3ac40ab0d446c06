package plimsoll.lib.dockerfiles_test

import data.plimsoll.lib.dockerfiles

_stage(index, base, user, check) := {
	"index": index,
	"name": null,
	"baseStage": base,
	"final": false,
	"user": user,
	"healthcheck": check,
}

_stages := [
	_stage(0, null, "app", true),
	_stage(1, null, "root", false),
	_stage(2, 0, null, null),
	object.union(_stage(3, 2, null, false), {"final": true, "name": "out"}),
]

test_shipped if {
	dockerfiles.shipped(_stages) == {0, 2, 3}
	dockerfiles.origin(_stages).index == 0
	dockerfiles.user(_stages) == "app"
	dockerfiles.healthcheck(_stages) == false
}

test_nothing_written if {
	stages := [object.union(_stages[3], {"baseStage": null, "healthcheck": null})]
	not dockerfiles.user(stages)
	not dockerfiles.healthcheck(stages)
	dockerfiles.shipped(stages) == {3}
	dockerfiles.shipped([]) == set()
}

test_step_and_location if {
	dockerfiles.step({"text": "RUN x", "stage": 3}, _stages) == "RUN x"
	dockerfiles.step({"text": "RUN x", "stage": 1}, _stages) == "RUN x (stage 1)"
	dockerfiles.step({"text": "ARG x", "stage": null}, _stages) == "ARG x"
	long := concat("", [c | some _ in numbers.range(1, 200); c := "x"])
	count(dockerfiles.step({"text": long, "stage": 3}, _stages)) == 160
	dockerfiles.stage_name(_stages[3]) == "out"
	dockerfiles.location("a/Dockerfile", 3) == {"file": "a/Dockerfile", "line": 3}
	dockerfiles.location(null, 3) == {"pointer": "/instructions"}
}

test_program if {
	every text, wanted in {
		"apt-get install x": ["apt-get", ["install", "x"]],
		"A=1 B= sudo -E /usr/bin/apt-get -y update": ["apt-get", ["-y", "update"]],
		"if ! grep -q x": ["grep", ["-q", "x"]],
	} {
		words := split(text, " ")
		dockerfiles.program(words) == wanted[0]
		dockerfiles.operands(words) == wanted[1]
	}
	not dockerfiles.program([])
	not dockerfiles.program(["A=1"])
	not dockerfiles.installs(["A=1"])
}

test_installs if {
	every text, wanted in {
		"apt-get install -y -t stable nginx": {"manager": "apt", "packages": ["nginx"], "options": {"-t", "-y"}},
		"apt -o Dpkg::Use-Pty=0 install a b": {"manager": "apt", "packages": ["a", "b"], "options": {"-o"}},
		"apk --no-cache add --virtual .build gcc": {
			"manager": "apk",
			"packages": ["gcc"],
			"options": {"--no-cache", "--virtual"},
		},
		"python3 -m pip install -r a.txt flask": {"manager": "pip", "packages": ["flask"], "options": {"-r"}},
		"pip3 install --upgrade pip": {"manager": "pip", "packages": ["pip"], "options": {"--upgrade"}},
		"npm i": {"manager": "npm", "packages": [], "options": set()},
		"microdnf install x": {"manager": "dnf", "packages": ["x"], "options": set()},
	} {
		dockerfiles.installs(split(text, " ")) == wanted
	}
	every text in ["apt-get remove nginx", "npm ci", "make install", "python3 -m http.server", "pip --version"] {
		not dockerfiles.installs(split(text, " "))
	}
}

test_pinned if {
	every pair in [
		["apt", "nginx=1.0"], ["apt", "./a.deb"], ["apt", "nginx/stable"], ["apt", "$LIST"], ["apk", "a~1.2"], ["apk", "a>1"],
		["pip", "a==1"], ["pip", "."], ["pip", "a@https://example.org/a.whl"], ["npm", "a@1.2.3"], ["npm", "@b/a@^1"],
		["npm", "https://example.org/a.tgz"],
	] {
		dockerfiles.is_pinned(pair[0], pair[1])
	}
	every pair in [["apt", "nginx"], ["apk", "a"], ["pip", "a>=1"], ["npm", "a"], ["npm", "@b/a"], ["npm", "a@latest"]] {
		not dockerfiles.is_pinned(pair[0], pair[1])
	}
	dockerfiles.bare_name("gcc=4:12") == "gcc"
	dockerfiles.bare_name("gcc~=12") == "gcc"
	dockerfiles.bare_name("gcc") == "gcc"
}
