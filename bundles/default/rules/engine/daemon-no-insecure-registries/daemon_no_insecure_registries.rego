# METADATA
# title: Every registry is reached over verified TLS
# description: |
#   From a registry that is exempted, whoever sits on the way delivers any image and collects the passwords sent there.
# related_resources:
# - ref: https://distribution.github.io/distribution/about/insecure/
# custom:
#   severity: high
#   kind: engine
#   needs: [insecureRegistries]
#   message: "{name} reaches {registry} without verified TLS"
#   remediation: Take it off insecure-registries and put its certificate authority below /etc/docker/certs.d.
#   parameters:
#     allowedInsecure:
#       title: Registries and networks that may be reached without verified TLS
#       schema: { type: array, items: { type: string, minLength: 1 } }
#       default: []
#       direction: more-is-looser
#   fixes:
#     daemonJson: |
#       { "insecure-registries": [] }
#     shell: |
#       install -D -m 0444 ca.crt /etc/docker/certs.d/registry.example.org/ca.crt
#   aliases:
#     docker-bench: "2.5"
#     inspec: docker-2.4
package plimsoll.rules.engine.daemon_no_insecure_registries

import data.plimsoll.lib.result

_params := data.plimsoll.params["plimsoll/daemon-no-insecure-registries"]

violations contains result.part(engine, registry, {"pointer": "/insecureRegistries"}, {"registry": registry}) if {
	some engine in input.resources
	some registry in engine.insecureRegistries
	not registry in _params.allowedInsecure
}
