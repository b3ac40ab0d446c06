# METADATA
# title: Runs of dockerd, and changes to it, are in the audit log
# description: |
#   Who replaces or starts the program of the engine holds the host; without a record nobody sees when that happened.
#   A rule that is only in a file, and not known to be in the kernel, does not make it pass.
# related_resources:
# - ref: https://man7.org/linux/man-pages/man7/audit.rules.7.html
# custom:
#   severity: medium
#   kind: host
#   needs: [engineFiles, runtimeBinaries, auditRules, auditRulesLoaded]
#   message: "No audit rule of {name} records all of {missing} (r reads, w writes, x runs, a attributes) on {path}"
#   remediation: Write the watch into a file below /etc/audit/rules.d and load it with augenrules --load.
#   reasons:
#     absent: "{name} has no program dockerd"
#   parameters:
#     requiredPermissions:
#       title: What has to be recorded, of r (reads), w (writes), x (runs) and a (attributes)
#       schema: { type: string, pattern: "^[rwxa]+$" }
#       default: wxa
#   fixes:
#     shell: |
#       echo '-w /usr/bin/dockerd -p wxa -k docker' >> /etc/audit/rules.d/docker.rules
#       augenrules --load
#   aliases:
#     docker-bench: "1.1.3"
#     inspec: host-1.7
package plimsoll.rules.host.audit_dockerd

import data.plimsoll.lib.audit
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/audit-dockerd"]

violations contains result.part(host, file.path, {"file": file.path}, args) if {
	some host in input.resources
	some file in audit.programs(host.engineFiles, host.runtimeBinaries, "dockerd")
	file.exists == true
	missing := audit.missing(file, host.auditRules, _params.requiredPermissions)
	missing != ""
	args := {"path": file.path, "missing": missing}
}

not_applicable contains result.because(host, "absent", {}) if {
	some host in input.resources
	audit.are_absent(audit.programs(host.engineFiles, host.runtimeBinaries, "dockerd"))
}

unknown contains result.unknown(host, "engineFiles", file.error) if {
	some host in input.resources
	some file in audit.programs(host.engineFiles, host.runtimeBinaries, "dockerd")
	file.error != null
}

# The rules of files are good enough to miss one, and not to say that the kernel has them.
unknown contains result.unknown(host, "auditRules", "not-supported") if {
	some host in input.resources
	host.auditRulesLoaded == false
	files := audit.programs(host.engineFiles, host.runtimeBinaries, "dockerd")
	audit.are_recorded(files, host.auditRules, _params.requiredPermissions)
}
