package plimsoll.rules.swarm.swarm_node_cert_expiry_test

import data.plimsoll.rules.swarm.swarm_node_cert_expiry as rule

_swarm(seconds) := {"resources": [{"target": 1, "key": "swarm", "certificateExpirySeconds": seconds}]}

_params(maximum) := {"plimsoll/swarm-node-cert-expiry": {"maxNodeCertExpiry": maximum}}

test_fail_longer_or_not_stated if {
	every seconds in [7776000, 172801, 0] {
		rule.violations == {{"target": 1, "key": "swarm", "args": {"maximum": 172800}}} with input as _swarm(seconds)
			with data.plimsoll.params as _params(172800)
		rule.review == set() with input as _swarm(seconds) with data.plimsoll.params as _params(172800)
	}
}

test_pass_within if {
	every seconds in [172800, 3600] {
		rule.violations == set() with input as _swarm(seconds) with data.plimsoll.params as _params(172800)
		rule.review == set() with input as _swarm(seconds) with data.plimsoll.params as _params(172800)
	}
}

test_review_policy_not_given if {
	rule.review == {{"target": 1, "key": "swarm", "args": {}}} with input as _swarm(7776000)
		with data.plimsoll.params as _params(null)
	rule.violations == set() with input as _swarm(7776000) with data.plimsoll.params as _params(null)
}
