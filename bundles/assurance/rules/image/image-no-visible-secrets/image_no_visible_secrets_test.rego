package plimsoll.rules.image.image_no_visible_secrets_test

import data.plimsoll.rules.image.image_no_visible_secrets as rule

_secret := {"pattern": "private-key", "source": "file", "name": null, "path": "root/.ssh/id_ed25519", "line": 1, "digest": "sha256:00", "layer": 2, "removedIn": null}

_image(secrets) := {"resources": [{"target": 1, "key": "image", "secrets": [object.union(_secret, each) | some each in secrets]}]}

_allowed(entries) := {"plimsoll": {"allowedSecrets": entries}}

test_fail_file if {
	every entries in [[], [{"path": "home/**"}]] {
		rule.violations == {{
			"target": 1,
			"key": "image",
			"part": "root/.ssh/id_ed25519: private-key",
			"location": {"pointer": "/secrets"},
			"args": {"path": "root/.ssh/id_ed25519", "pattern": "private-key"},
		}} with input as _image([{}, {"line": 40}]) with data.plimsoll.params as _allowed(entries)
	}
}

test_pass_removed_elsewhere_or_allowed if {
	every secret in [{"removedIn": 3}, {"source": "label", "path": null, "name": "x"}] {
		rule.violations == set() with input as _image([secret]) with data.plimsoll.params as _allowed([])
	}
	rule.violations == set() with input as _image([{}]) with data.plimsoll.params as _allowed([{"path": "root/**"}])
}
