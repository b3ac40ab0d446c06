package plimsoll.lib.secrets_test

import data.plimsoll.lib.secrets

_variable(name) := {"name": name, "hasValue": true, "looksSecret": true}

test_exposed if {
	every name in ["DB_PASSWORD", "api_token", "FILE_SECRET"] { secrets.is_exposed(_variable(name), []) }
}

test_not_exposed if {
	every name in ["POSTGRES_PASSWORD_FILE", "jwt_public_key", "SECRET_PATH", "GPG_KEY"] {
		not secrets.is_exposed(_variable(name), ["GPG_KEY"])
	}
	not secrets.is_exposed({"name": "DB_PASSWORD", "hasValue": false, "looksSecret": true}, [])
	not secrets.is_exposed({"name": "DB_HOST", "hasValue": true, "looksSecret": false}, [])
}
