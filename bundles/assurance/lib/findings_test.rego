package plimsoll.lib.findings_test

import data.plimsoll.lib.findings

_secret := {
	"pattern": "private-key",
	"source": "file",
	"name": null,
	"path": "etc/ssl/private/a.key",
	"line": 1,
	"digest": "sha256:00",
}

_variable := {
	"pattern": "aws-access-key",
	"source": "environment",
	"name": "KEY",
	"path": null,
	"line": null,
	"digest": null,
}

test_allowed if {
	every entry in [
		{"path": "/etc/ssl/**"},
		{"pattern": "private-key"},
		{"digest": "00"},
		{"digest": "sha256:00", "path": "etc/ssl/private/*.key", "pattern": "private-key"},
	] {
		findings.is_allowed_secret(_secret, [{"name": "X"}, entry])
	}
	findings.is_allowed_secret(_variable, [{"name": "KEY"}])
}

test_not_allowed if {
	every entry in [
		{"path": "/etc/ssl/*"},
		{"pattern": "private-key", "digest": "01"},
		{"name": "KEY"},
		{},
	] {
		not findings.is_allowed_secret(_secret, [entry])
	}
	not findings.is_allowed_secret(_variable, [{"path": "**"}, {"digest": "00"}])
	not findings.is_allowed_secret(_secret, [])
}

test_part if {
	findings.secret_part(_secret) == "etc/ssl/private/a.key: private-key"
	findings.secret_part(_variable) == "environment KEY: aws-access-key"
	findings.secret_part(object.union(_variable, {"name": null, "line": 3})) == "environment 3: aws-access-key"
	findings.secret_part(object.union(_variable, {"name": null})) == "environment: aws-access-key"
}

test_harmless_names if {
	every name in ["TOKEN_FILE", "key_path", "APP_SHA256", "SIGN_PUBLIC_KEY"] {
		findings.is_harmless_name(name)
	}
	every name in ["TOKEN", "FILE", "PUBLIC_KEY_TOKEN"] {
		not findings.is_harmless_name(name)
	}
}
