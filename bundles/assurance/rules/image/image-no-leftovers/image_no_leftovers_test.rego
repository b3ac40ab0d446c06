package plimsoll.rules.image.image_no_leftovers_test

import data.plimsoll.rules.image.image_no_leftovers as rule

_image(leftovers) := {"resources": [{"target": 1, "key": "image", "leftovers": leftovers}]}

_leftover := {"path": "var/cache/apt/pkgcache.bin", "kind": "package-cache", "size": 40000, "layer": 1, "removedIn": null}

_params(kinds, globs) := {"plimsoll/image-no-leftovers": {"kinds": kinds, "allowedPaths": globs}}

test_fail_left if {
	every removed in [null, 2] {
		rule.violations == {{
			"target": 1,
			"key": "image",
			"part": "var/cache/apt/pkgcache.bin",
			"location": {"pointer": "/leftovers"},
			"args": {"path": "var/cache/apt/pkgcache.bin", "kind": "package-cache", "size": 40000},
		}} with input as _image([object.union(_leftover, {"removedIn": removed})])
			with data.plimsoll.params as _params(["package-cache"], ["tmp/**"])
	}
}

test_pass_other_kind_or_allowed if {
	rule.violations == set() with input as _image([_leftover]) with data.plimsoll.params as _params([], [])
	rule.violations == set() with input as _image([_leftover])
		with data.plimsoll.params as _params(["package-cache"], ["/var/cache/apt/pkgcache.bin"])
}
