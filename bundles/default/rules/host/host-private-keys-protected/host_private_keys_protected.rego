# METADATA
# title: Private keys of services are read by their owner and group only
# description: |
#   With the key of the engine, of a registry's client or of SSH, every account of the host can pass itself off as that
#   service. Judged are the key that the engine's configuration names, and the files this bundle asks for where they hold a
#   private key.
# related_resources:
# - ref: https://docs.docker.com/engine/security/protect-access/
# custom:
#   severity: high
#   kind: host
#   needs: [files, engineFiles]
#   message: Everybody on {name} may read the private key {path} (mode {mode})
#   remediation: Set mode 0600, or 0640 with a group that needs it, and replace the key.
#   fixes:
#     shell: chmod 0600 /etc/docker/server-key.pem
package plimsoll.rules.host.host_private_keys_protected

import data.plimsoll.lib.files
import data.plimsoll.lib.result

violations contains result.part(host, file.path, {"file": file.path}, {"path": file.path, "mode": file.mode}) if {
	some host in input.resources
	some file in host.files
	some match in file.matches
	match.name == "privateKey"
	count(match.values) > 0
	files.others_read(file.mode)
}

violations contains result.part(host, file.path, {"file": file.path}, {"path": file.path, "mode": file.mode}) if {
	some host in input.resources
	some file in host.engineFiles
	file.role == "tls-key"
	file.exists == true
	files.others_read(file.mode)
}

# A file that others may not read is safe whatever is in it, so only an unknown mode leaves the answer open.
unknown contains result.unknown(host, "files", file.error) if {
	some host in input.resources
	some file in host.files
	file.error != null
	file.mode == null
}

unknown contains result.unknown(host, "engineFiles", file.error) if {
	some host in input.resources
	some file in host.engineFiles
	file.role == "tls-key"
	file.error != null
}
