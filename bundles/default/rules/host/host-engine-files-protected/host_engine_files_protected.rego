# METADATA
# title: Only root changes the files of container engines
# description: |
#   Whoever writes to the unit, the configuration or a key of an engine decides what root starts next. Sockets are judged
#   by rules of their own.
# related_resources:
# - ref: https://docs.docker.com/engine/security/protect-access/
# custom:
#   severity: high
#   kind: host
#   needs: [engineFiles]
#   message: "{path} of {name} can be changed by others than root (owner {owner}, group {group}, mode {mode})"
#   remediation: Give the file to root and take the right to write from everybody else.
#   fixes:
#     shell: |
#       chown root:root /etc/docker/daemon.json
#       chmod go-w /etc/docker/daemon.json
package plimsoll.rules.host.host_engine_files_protected

import data.plimsoll.lib.files
import data.plimsoll.lib.result

violations contains result.part(host, file.path, {"file": file.path}, args) if {
	some host in input.resources
	some file in host.engineFiles
	file.type in {"file", "directory"}
	file.exists == true
	files.not_only_root_writes(file)
	args := {"path": file.path, "owner": file.owner, "group": file.group, "mode": file.mode}
}

unknown contains result.unknown(host, "engineFiles", file.error) if {
	some host in input.resources
	some file in host.engineFiles
	file.type != "socket"
	file.error != null
}
