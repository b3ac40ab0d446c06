# METADATA
# title: Changes to the unit docker.socket are in the audit log
# description: |
#   The unit sets owner and mode of the socket of the engine, which is as good as root. A rule that is only in a file,
#   and not known to be in the kernel, does not make it pass.
# related_resources:
# - ref: https://man7.org/linux/man-pages/man7/audit.rules.7.html
# custom:
#   severity: low
#   kind: host
#   needs: [engineFiles, auditRules, auditRulesLoaded]
#   message: "No audit rule of {name} records all of {missing} (r reads, w writes, x runs, a attributes) on {path}"
#   remediation: Write the watch into a file below /etc/audit/rules.d and load it with augenrules --load.
#   reasons:
#     absent: "{name} has no unit docker.socket"
#   parameters:
#     requiredPermissions:
#       title: What has to be recorded, of r (reads), w (writes), x (runs) and a (attributes)
#       schema: { type: string, pattern: "^[rwxa]+$" }
#       default: wa
#   fixes:
#     shell: |
#       echo '-w /usr/lib/systemd/system/docker.socket -p wa -k docker' >> /etc/audit/rules.d/docker.rules
#       augenrules --load
#   aliases:
#     docker-bench: "1.1.9"
#     inspec: host-1.11
package plimsoll.rules.host.audit_docker_socket

import data.plimsoll.lib.audit
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/audit-docker-socket"]

violations contains result.part(host, file.path, {"file": file.path}, args) if {
	some host in input.resources
	some file in audit.with_role(host.engineFiles, "socket-unit")
	file.exists == true
	missing := audit.missing(file, host.auditRules, _params.requiredPermissions)
	missing != ""
	args := {"path": file.path, "missing": missing}
}

not_applicable contains result.because(host, "absent", {}) if {
	some host in input.resources
	audit.are_absent(audit.with_role(host.engineFiles, "socket-unit"))
}

unknown contains result.unknown(host, "engineFiles", file.error) if {
	some host in input.resources
	some file in audit.with_role(host.engineFiles, "socket-unit")
	file.error != null
}

# The rules of files are good enough to miss one, and not to say that the kernel has them.
unknown contains result.unknown(host, "auditRules", "not-supported") if {
	some host in input.resources
	host.auditRulesLoaded == false
	files := audit.with_role(host.engineFiles, "socket-unit")
	audit.are_recorded(files, host.auditRules, _params.requiredPermissions)
}
