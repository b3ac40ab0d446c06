package plimsoll.rules.network.network_overlay_encrypted_test

import data.plimsoll.rules.network.network_overlay_encrypted as rule

_network(driver, encrypted) := {"resources": [{
	"target": 1,
	"key": "network",
	"name": "app",
	"driver": driver,
	"encrypted": encrypted,
}]}

_params(exempt) := {"plimsoll/network-overlay-encrypted": {"exemptNetworks": exempt}}

_na(code) := {{"target": 1, "key": "network", "code": code, "args": {}}}

test_fail_in_the_clear if {
	rule.violations == {{"target": 1, "key": "network", "args": {}}} with input as _network("overlay", false)
		with data.plimsoll.params as _params([])
	rule.not_applicable == set() with input as _network("overlay", false) with data.plimsoll.params as _params([])
}

test_pass_encrypted if {
	rule.violations == set() with input as _network("overlay", true) with data.plimsoll.params as _params([])
}

test_na_one_machine if {
	rule.not_applicable == _na("not-overlay") with input as _network("bridge", false)
		with data.plimsoll.params as _params([])
}

test_na_exempt if {
	rule.not_applicable == _na("exempt") with input as _network("overlay", false)
		with data.plimsoll.params as _params(["app"])
}
