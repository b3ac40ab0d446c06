package plimsoll.rules.container.container_host_ipc_test

import data.plimsoll.rules.container.container_host_ipc as rule

_container(mode) := {"resources": [{"target": 1, "key": "web", "ipcMode": mode}]}

test_fail_host if rule.violations == {{"target": 1, "key": "web", "args": {}}} with input as _container("host")

test_pass_others if {
	every mode in ["private", "shareable", "none", "container:9c1d"] {
		rule.violations == set() with input as _container(mode)
	}
}
