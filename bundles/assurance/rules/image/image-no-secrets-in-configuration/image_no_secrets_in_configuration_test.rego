package plimsoll.rules.image.image_no_secrets_in_configuration_test

import data.plimsoll.rules.image.image_no_secrets_in_configuration as rule

_secret := {"pattern": "private-key", "source": "file", "name": null, "path": null, "line": null, "digest": null, "layer": null, "removedIn": null}

_image(change, env) := {"resources": [{
	"target": 1,
	"key": "image",
	"secrets": [object.union(_secret, change)],
	"env": [{"name": name, "hasValue": true, "looksSecret": looks} | some name, looks in env],
}]}

_allowed(entries) := {"plimsoll": {"allowedSecrets": entries}}

_finding(part, place) := {
	"target": 1,
	"key": "image",
	"part": part,
	"location": {"pointer": "/secrets"},
	"args": {"place": place, "pattern": "private-key"},
}

test_fail_configuration if {
	every source, place in {"label": "the label x", "environment": "the variable x"} {
		rule.violations == {_finding(concat("", [source, " x: private-key"]), place)} with data.plimsoll.params as _allowed([])
			with input as _image({"source": source, "name": "x"}, {"x": false, "y": true})
	}
	rule.violations == {_finding("history 2: private-key", "a build step")} with data.plimsoll.params as _allowed([])
		with input as _image({"source": "history", "line": 2}, {})
	rule.violations == {_finding("command: private-key", "the command")} with data.plimsoll.params as _allowed([])
		with input as _image({"source": "command"}, {})
}

test_pass_told_elsewhere_or_allowed if {
	rule.violations == set() with input as _image({"source": "file", "path": "a"}, {}) with data.plimsoll.params as _allowed([])
	rule.violations == set() with data.plimsoll.params as _allowed([])
		with input as _image({"source": "environment", "name": "x"}, {"x": true})
	rule.violations == set() with data.plimsoll.params as _allowed([{"name": "x"}])
		with input as _image({"source": "label", "name": "x"}, {"x": true})
}
