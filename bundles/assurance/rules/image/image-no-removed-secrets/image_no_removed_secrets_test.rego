package plimsoll.rules.image.image_no_removed_secrets_test

import data.plimsoll.rules.image.image_no_removed_secrets as rule

_secret := {"pattern": "private-key", "source": "file", "name": null, "path": "root/.ssh/id_ed25519", "line": 1, "digest": "sha256:00", "layer": 2, "removedIn": 3}

_image(secrets) := {"resources": [{"target": 1, "key": "image", "secrets": [object.union(_secret, each) | some each in secrets]}]}

_allowed(entries) := {"plimsoll": {"allowedSecrets": entries}}

test_fail_removed if {
	rule.violations == {{
		"target": 1,
		"key": "image",
		"part": "root/.ssh/id_ed25519: private-key",
		"location": {"pointer": "/secrets"},
		"args": {"path": "root/.ssh/id_ed25519", "pattern": "private-key"},
	}} with input as _image([{}, {"layer": 1, "removedIn": 2}]) with data.plimsoll.params as _allowed([])
}

test_pass_visible_or_allowed if {
	rule.violations == set() with input as _image([{"removedIn": null}]) with data.plimsoll.params as _allowed([])
	rule.violations == set() with input as _image([{"source": "history", "path": null}])
		with data.plimsoll.params as _allowed([])
	rule.violations == set() with input as _image([{}]) with data.plimsoll.params as _allowed([{"pattern": "private-key"}])
}
