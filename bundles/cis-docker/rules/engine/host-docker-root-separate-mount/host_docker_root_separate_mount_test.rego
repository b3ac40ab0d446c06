package plimsoll.rules.engine.host_docker_root_separate_mount_test

import data.plimsoll.rules.engine.host_docker_root_separate_mount as rule

_engine(own, store, remapped) := {"resources": [{
	"target": 1,
	"key": "engine",
	"dataRoot": "/var/lib/docker",
	"dataRootMount": {"ownMount": own, "source": "/dev/sda1", "fileSystem": "ext4"},
	"contentStore": store,
	"usernsRemap": remapped,
}]}

test_fail_shared if {
	every store in ["graph", "containerd"] {
		rule.violations == {{"target": 1, "key": "engine", "args": {"fileSystem": "ext4"}}}
			with input as _engine(false, store, false)
		rule.unknown == set() with input as _engine(false, store, false)
		rule.review == set() with input as _engine(false, store, false)
	}
}

test_pass_own if {
	every remapped in [true, false] {
		rule.violations == set() with input as _engine(true, "graph", remapped)
		rule.unknown == set() with input as _engine(true, "graph", remapped)
		rule.review == set() with input as _engine(true, "graph", remapped)
	}
}

test_unknown_remapped if {
	rule.unknown == {{"target": 1, "key": "engine", "fact": "dataRootMount", "code": "not-supported"}}
		with input as _engine(false, "graph", true)
	rule.violations == set() with input as _engine(false, "graph", true)
}

test_review_store_of_containerd if {
	rule.review == {{"target": 1, "key": "engine", "args": {}}} with input as _engine(true, "containerd", false)
	rule.violations == set() with input as _engine(true, "containerd", false)
}
