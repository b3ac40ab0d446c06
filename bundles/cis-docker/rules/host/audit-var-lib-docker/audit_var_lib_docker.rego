# METADATA
# title: Changes below the data root of the engine are in the audit log
# description: |
#   Images, layers and volumes can be changed behind the back of the engine; only the audit log shows who did. A rule
#   that is only in a file, and not known to be in the kernel, does not make it pass.
# related_resources:
# - ref: https://man7.org/linux/man-pages/man7/audit.rules.7.html
# custom:
#   severity: low
#   kind: host
#   needs: [engineFiles, auditRules, auditRulesLoaded]
#   message: "No audit rule of {name} records all of {missing} (r reads, w writes, x runs, a attributes) on {path}"
#   remediation: Write the watch into a file below /etc/audit/rules.d and load it with augenrules --load.
#   reasons:
#     absent: "{name} has no data root of an engine"
#   parameters:
#     requiredPermissions:
#       title: What has to be recorded, of r (reads), w (writes), x (runs) and a (attributes)
#       schema: { type: string, pattern: "^[rwxa]+$" }
#       default: wa
#   fixes:
#     shell: |
#       echo '-w /var/lib/docker -p wa -k docker' >> /etc/audit/rules.d/docker.rules
#       augenrules --load
#   aliases:
#     docker-bench: "1.1.5"
#     inspec: host-1.8
package plimsoll.rules.host.audit_var_lib_docker

import data.plimsoll.lib.audit
import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/audit-var-lib-docker"]

violations contains result.part(host, file.path, {"file": file.path}, args) if {
	some host in input.resources
	some file in _roots(host.engineFiles)
	file.exists == true
	missing := audit.missing(file, host.auditRules, _params.requiredPermissions)
	missing != ""
	args := {"path": file.path, "missing": missing}
}

not_applicable contains result.because(host, "absent", {}) if {
	some host in input.resources
	audit.are_absent(_roots(host.engineFiles))
}

unknown contains result.unknown(host, "engineFiles", file.error) if {
	some host in input.resources
	some file in _roots(host.engineFiles)
	file.error != null
}

# The rules of files are good enough to miss one, and not to say that the kernel has them.
unknown contains result.unknown(host, "auditRules", "not-supported") if {
	some host in input.resources
	host.auditRulesLoaded == false
	files := _roots(host.engineFiles)
	audit.are_recorded(files, host.auditRules, _params.requiredPermissions)
}

# The folders of the engine that have a fixed place are no data root.
_roots(files) := [folder |
	some folder in audit.with_role(files, "folder")
	not folder.path in {"/etc/docker", "/run/containerd"}
]
