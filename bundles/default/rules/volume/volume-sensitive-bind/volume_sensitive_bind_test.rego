package plimsoll.rules.volume.volume_sensitive_bind_test

import data.plimsoll.rules.volume.volume_sensitive_bind as rule

_volume(source) := {"resources": [{"target": 1, "key": "volume", "bindSource": source}]}

_params := {"plimsoll": {"sensitiveHostPaths": ["/etc"], "controlSockets": ["/run/docker.sock"]}}

test_fail_sensitive if {
	every case in [["/", "/"], ["/etc/", "/etc"], ["/etc/ssl", "/etc/ssl"], ["/var/run", "/run"]] {
		rule.violations == {{"target": 1, "key": "volume", "args": {"path": case[1]}}} with input as _volume(case[0])
			with data.plimsoll.params as _params
	}
}

test_pass_other_folder if {
	rule.violations == set() with input as _volume("/srv/data") with data.plimsoll.params as _params
	rule.not_applicable == set() with input as _volume("/srv/data") with data.plimsoll.params as _params
}

test_na_no_bind if {
	rule.not_applicable == {{"target": 1, "key": "volume", "code": "no-bind", "args": {}}} with input as _volume(null)
		with data.plimsoll.params as _params
	rule.violations == set() with input as _volume(null) with data.plimsoll.params as _params
}
