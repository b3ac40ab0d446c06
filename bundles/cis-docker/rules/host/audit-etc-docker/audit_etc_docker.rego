# METADATA
# title: Changes below /etc/docker are in the audit log
# description: |
#   The configuration of the engine, its keys and the authorities it trusts are here. A rule that is only in a file,
#   and not known to be in the kernel, does not make it pass.
# related_resources:
# - ref: https://man7.org/linux/man-pages/man7/audit.rules.7.html
# custom:
#   severity: medium
#   kind: host
#   needs: [engineFiles, auditRules, auditRulesLoaded]
#   message: "No audit rule of {name} records all of {missing} (r reads, w writes, x runs, a attributes) on {path}"
#   remediation: Write the watch into a file below /etc/audit/rules.d and load it with augenrules --load.
#   reasons:
#     absent: "{name} has no folder /etc/docker"
#   parameters:
#     requiredPermissions:
#       title: What has to be recorded, of r (reads), w (writes), x (runs) and a (attributes)
#       schema: { type: string, pattern: "^[rwxa]+$" }
#       default: wa
#   fixes:
#     shell: |
#       echo '-w /etc/docker -p wa -k docker' >> /etc/audit/rules.d/docker.rules
#       augenrules --load
#   aliases:
#     docker-bench: "1.1.6"
#     inspec: host-1.9
package plimsoll.rules.host.audit_etc_docker

import data.plimsoll.lib.audit
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/audit-etc-docker"]

violations contains result.part(host, file.path, {"file": file.path}, args) if {
	some host in input.resources
	some file in audit.at(host.engineFiles, {"/etc/docker"})
	file.exists == true
	missing := audit.missing(file, host.auditRules, _params.requiredPermissions)
	missing != ""
	args := {"path": file.path, "missing": missing}
}

not_applicable contains result.because(host, "absent", {}) if {
	some host in input.resources
	audit.are_absent(audit.at(host.engineFiles, {"/etc/docker"}))
}

unknown contains result.unknown(host, "engineFiles", file.error) if {
	some host in input.resources
	some file in audit.at(host.engineFiles, {"/etc/docker"})
	file.error != null
}

# The rules of files are good enough to miss one, and not to say that the kernel has them.
unknown contains result.unknown(host, "auditRules", "not-supported") if {
	some host in input.resources
	host.auditRulesLoaded == false
	files := audit.at(host.engineFiles, {"/etc/docker"})
	audit.are_recorded(files, host.auditRules, _params.requiredPermissions)
}
