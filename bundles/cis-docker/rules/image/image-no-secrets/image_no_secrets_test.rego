package plimsoll.rules.image.image_no_secrets_test

import data.plimsoll.rules.image.image_no_secrets as rule

_image(step, env, labels) := {"resources": [{
	"target": 1,
	"key": "image",
	"labels": labels,
	"history": [{"createdAt": null, "createdBy": step, "emptyLayer": false}],
	"env": [{"name": name, "hasValue": true, "looksSecret": true} | some name in env],
}]}

_params := {"plimsoll/image-no-secrets": {"publicNames": ["GPG_KEY"]}}

_finding(part, pointer, args) := {
	"target": 1,
	"key": "image",
	"part": part,
	"location": {"pointer": pointer},
	"args": args,
}

test_fail_step if {
	every step in [
		"RUN |1 NPM_TOKEN=*** /bin/sh -c npm ci",
		"ENV DB_PASSWORD=\"***\"",
		"RUN mysql --password *** -e x",
		"RUN curl -u bob:*** https://example.org/",
		"RUN git clone https://***@example.org/a",
		"RUN GPG_KEY=*** TOKEN=*** make",
	] {
		rule.violations == {_finding(step, "/history", {"code": "step", "step": step})} with input as _image(step, [], {})
			with data.plimsoll.params as _params
	}
}

test_fail_variable_and_label if {
	variable := _finding("API_TOKEN", "/env", {"code": "variable", "variable": "API_TOKEN"})
	label := _finding("label token", "/labels", {"code": "label", "label": "token"})
	rule.violations == {variable} with input as _image("ENV API_TOKEN=***", ["API_TOKEN"], {})
		with data.plimsoll.params as _params
	rule.violations == {label} with input as _image("LABEL token=***", [], {"token": "***", "other": "x"})
		with data.plimsoll.params as _params
	{finding.part | some finding in rule.violations} == {"label source"} with data.plimsoll.params as _params
		with input as _image("", [], {"source": "https://***@example.org/a"})
}

test_pass_nothing_replaced if {
	every step in [
		"RUN /bin/sh -c PASSWORD=$PASS make",
		"RUN echo \"*** done ***\"",
		"ENV GPG_KEY=***",
		"ENV TOKEN_FILE=***",
		"ARG NPM_TOKEN",
	] {
		rule.violations == set() with input as _image(step, ["GPG_KEY", "TOKEN_FILE"], {"a": "b"})
			with data.plimsoll.params as _params
	}
}

test_review_files_always if {
	every step in ["", "ENV API_TOKEN=***"] {
		rule.review == {{"target": 1, "key": "image", "args": {}}} with input as _image(step, [], {})
			with data.plimsoll.params as _params
	}
}
