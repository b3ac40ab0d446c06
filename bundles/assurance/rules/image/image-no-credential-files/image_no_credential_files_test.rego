package plimsoll.rules.image.image_no_credential_files_test

import data.plimsoll.rules.image.image_no_credential_files as rule

_image(leftovers) := {"resources": [{"target": 1, "key": "image", "leftovers": leftovers}]}

_leftover := {"path": "app/.env", "kind": "env-file", "size": 120, "layer": 1, "removedIn": null}

_params(kinds, globs) := {"plimsoll/image-no-credential-files": {"kinds": kinds, "allowedPaths": globs}}

test_fail_left if {
	every removed in [null, 2] {
		rule.violations == {{
			"target": 1,
			"key": "image",
			"part": "app/.env",
			"location": {"pointer": "/leftovers"},
			"args": {"path": "app/.env", "kind": "env-file"},
		}} with input as _image([object.union(_leftover, {"removedIn": removed})])
			with data.plimsoll.params as _params(["env-file"], ["tmp/**"])
	}
}

test_pass_other_kind_or_allowed if {
	rule.violations == set() with input as _image([_leftover]) with data.plimsoll.params as _params([], [])
	rule.violations == set() with input as _image([_leftover])
		with data.plimsoll.params as _params(["env-file"], ["/app/.env"])
}
