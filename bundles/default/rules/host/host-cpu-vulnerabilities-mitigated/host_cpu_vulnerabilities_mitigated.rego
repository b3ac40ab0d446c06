# METADATA
# title: Known faults of the processor are worked around
# description: Through these faults one container reads memory of another or of the kernel.
# related_resources:
# - ref: https://docs.kernel.org/admin-guide/hw-vuln/index.html
# custom:
#   severity: medium
#   kind: host
#   needs: [cpuVulnerabilities]
#   message: "{name} does not work around the processor fault {fault} ({status})"
#   remediation: Update kernel and microcode, and remove mitigations=off from the kernel's command line.
package plimsoll.rules.host.host_cpu_vulnerabilities_mitigated

import data.plimsoll.lib.result

violations contains result.part(host, fault.name, {"pointer": "/cpuVulnerabilities"}, args) if {
	some host in input.resources
	some fault in host.cpuVulnerabilities
	fault.vulnerable == true
	args := {"fault": fault.name, "status": fault.status}
}
