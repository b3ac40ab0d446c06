package plimsoll.rules.container.container_no_sshd_test

import data.plimsoll.rules.container.container_no_sshd as rule

_container(command) := {"resources": [{
	"target": 1,
	"key": "web",
	"processes": [{"pid": 7, "user": "root", "command": command}],
}]}

_params := {"plimsoll/container-no-sshd": {"servers": ["sshd"]}}

test_fail_server if {
	every command in ["/usr/sbin/sshd -D", "sshd: app@pts/0", "sshd"] {
		rule.violations == {{
			"target": 1,
			"key": "web",
			"part": "sshd",
			"location": {"pointer": "/processes"},
			"args": {"server": "sshd"},
		}} with input as _container(command) with data.plimsoll.params as _params
	}
}

test_pass_others if {
	every command in ["nginx: worker process", "/usr/bin/ssh-agent", "cat /usr/sbin/sshd"] {
		rule.violations == set() with input as _container(command) with data.plimsoll.params as _params
		rule.not_applicable == set() with input as _container(command) with data.plimsoll.params as _params
	}
}

test_na_not_running if {
	rule.not_applicable == {{"target": 1, "key": "web", "code": "not-running", "args": {}}} with input as {"resources": [{
		"target": 1,
		"key": "web",
		"processes": null,
	}]}
}
