import { createHash } from 'node:crypto';
import type { ResultRule, Severity } from '../../engine/index.ts';

type Fixes = NonNullable<ResultRule['fixes']>;

interface RuleLine {
  id: string;
  severity: Severity;
  kind: string;
  title: string;
  description: string;
  remediation: string;
  needs: string[];
  fixes?: Fixes;
  question?: string;
  controls?: string[];
}

/** Rules of the sample: as many as a real report has of each sort, no more. */
const lines: RuleLine[] = [
  {
    id: 'container-docker-socket-mount',
    severity: 'critical',
    kind: 'container',
    title: "Containers do not mount the engine's socket",
    description: 'Whoever controls the socket controls the host: it can start a container with the root of the host.',
    remediation: 'Give the process a rootless engine of its own, or a proxy that allows only the calls it needs.',
    needs: ['mounts', 'engine.sockets'],
    fixes: {
      compose:
        'services:\n  app:\n    # remove: /var/run/docker.sock:/var/run/docker.sock\n    environment:\n      DOCKER_HOST: tcp://socket-proxy:2375',
    },
    controls: ['5.32'],
  },
  {
    id: 'container-privileged',
    severity: 'critical',
    kind: 'container',
    title: 'Containers do not run privileged',
    description: 'A privileged container has every capability, every device and no confinement.',
    remediation: 'Remove the flag and add the one capability or device that is needed.',
    needs: ['privileged'],
    fixes: {
      compose: 'services:\n  app:\n    privileged: false\n    cap_add: [NET_ADMIN]',
      dockerRun: 'docker run --cap-add NET_ADMIN IMAGE',
    },
    controls: ['5.5'],
  },
  {
    id: 'container-runs-as-non-root',
    severity: 'high',
    kind: 'container',
    title: 'Containers run under an account of their own',
    description: 'A root process that breaks out of its container is root outside.',
    remediation: 'Name a user in the Dockerfile, or in the service.',
    needs: ['user', 'imageUser'],
    fixes: {
      dockerfile: 'RUN adduser --system --uid 10001 app\nUSER 10001',
      compose: 'services:\n  app:\n    user: "10001:10001"',
    },
    controls: ['4.1'],
  },
  {
    id: 'container-capabilities-restricted',
    severity: 'high',
    kind: 'container',
    title: 'Containers add no capabilities beyond the default set',
    description: 'Each added capability is a part of root given to the container.',
    remediation: 'Drop all capabilities and add back those the process is known to need.',
    needs: ['capAdd'],
    fixes: { compose: 'services:\n  app:\n    cap_drop: [ALL]\n    cap_add: [NET_BIND_SERVICE]' },
    controls: ['5.4'],
  },
  {
    id: 'container-host-network',
    severity: 'high',
    kind: 'container',
    title: 'Containers have a network of their own',
    description: 'On the host network a container reaches every local service and can open any port.',
    remediation: 'Use a bridge network and publish the ports that are needed.',
    needs: ['networkMode'],
    controls: ['5.10'],
  },
  {
    id: 'daemon-userns-remap',
    severity: 'high',
    kind: 'engine',
    title: 'Root in containers is not root on the host',
    description: 'With user namespace remapping, uid 0 inside is an unprivileged uid outside.',
    remediation: 'Set userns-remap in daemon.json and restart the engine; images are pulled again.',
    needs: ['usernsRemap'],
    fixes: { daemonJson: '{"userns-remap": "default"}' },
    controls: ['2.10'],
  },
  {
    id: 'daemon-tcp-tls-verified',
    severity: 'critical',
    kind: 'engine',
    title: 'The engine listens on TCP only with verified TLS',
    description: 'Without client certificates anyone who reaches the port is root on the machine.',
    remediation: 'Remove the TCP listener, or set tlsverify with a certificate authority of your own.',
    needs: ['listeners'],
    controls: ['2.8'],
  },
  {
    id: 'file-docker-sock-mode',
    severity: 'critical',
    kind: 'host',
    title: "The engine's socket is open to its group only",
    description: 'Everybody who can write to the socket is root.',
    remediation: 'Set the mode to 0660 or stricter.',
    needs: ['engineFiles'],
    fixes: { shell: 'chmod 0660 /var/run/docker.sock' },
    controls: ['3.16'],
  },
  {
    id: 'daemon-icc-disabled',
    severity: 'medium',
    kind: 'engine',
    title: 'Containers on the default bridge do not see each other',
    description: 'Traffic between containers should follow networks that somebody designed.',
    remediation: 'Set icc to false in daemon.json and restart the engine.',
    needs: ['interContainerCommunication'],
    fixes: { daemonJson: '{"icc": false}' },
    controls: ['2.2'],
  },
  {
    id: 'daemon-no-new-privileges',
    severity: 'medium',
    kind: 'engine',
    title: 'The engine lets no process gain privileges',
    description: 'A set-uid file in an image is then no way to root.',
    remediation: 'Set no-new-privileges to true in daemon.json and restart the engine.',
    needs: ['noNewPrivileges'],
    fixes: { daemonJson: '{"no-new-privileges": true}' },
    controls: ['2.15'],
  },
  {
    id: 'daemon-live-restore',
    severity: 'low',
    kind: 'engine',
    title: 'Containers survive a restart of the engine',
    description: 'Otherwise each update of the engine is an outage, and is put off.',
    remediation: 'Set live-restore to true in daemon.json.',
    needs: ['liveRestore'],
    fixes: { daemonJson: '{"live-restore": true}' },
    controls: ['2.16'],
  },
  {
    id: 'container-memory-limit',
    severity: 'medium',
    kind: 'container',
    title: 'Containers have a memory limit',
    description: 'One leak must not end every other process of the host.',
    remediation: 'Set a limit a little above the use seen under load.',
    needs: ['memoryLimit'],
    fixes: { compose: 'services:\n  app:\n    mem_limit: 512m', dockerRun: 'docker run --memory 512m IMAGE' },
    controls: ['5.11'],
  },
  {
    id: 'container-readonly-rootfs',
    severity: 'medium',
    kind: 'container',
    title: 'Containers cannot write to their root file system',
    description: 'What cannot be written cannot be replaced by an intruder.',
    remediation: 'Set read_only and give the process a tmpfs where it writes.',
    needs: ['readonlyRootfs'],
    fixes: { compose: 'services:\n  app:\n    read_only: true\n    tmpfs: [/tmp]' },
    controls: ['5.13'],
  },
  {
    id: 'container-pids-limit',
    severity: 'medium',
    kind: 'container',
    title: 'Containers have a limit of processes',
    description: 'A fork bomb in one container otherwise stops the host.',
    remediation: 'Set a limit of a few hundred processes.',
    needs: ['pidsLimit'],
    fixes: { compose: 'services:\n  app:\n    pids_limit: 256' },
    controls: ['5.29'],
  },
  {
    id: 'container-cpu-limit',
    severity: 'low',
    kind: 'container',
    title: 'Containers have a CPU limit or weight',
    description: 'A busy container must leave time for the others.',
    remediation: 'Set cpus, or cpu_shares where bursts are welcome.',
    needs: ['nanoCpus', 'cpuShares'],
    controls: ['5.12'],
  },
  {
    id: 'container-port-host-interface',
    severity: 'medium',
    kind: 'container',
    title: 'Published ports are bound to an address',
    description: 'A port on all interfaces is open to networks nobody thought of.',
    remediation: 'Publish on the address that is meant.',
    needs: ['ports'],
    fixes: { compose: 'services:\n  app:\n    ports: ["127.0.0.1:8080:8080"]' },
    controls: ['5.14'],
  },
  {
    id: 'image-healthcheck',
    severity: 'low',
    kind: 'image',
    title: 'Images say how their health is checked',
    description: 'Without a check a process that hangs counts as running.',
    remediation: 'Add a HEALTHCHECK that fails when the service does not answer.',
    needs: ['healthcheck'],
    fixes: { dockerfile: 'HEALTHCHECK CMD ["/app/healthcheck"]' },
    controls: ['4.6'],
  },
  {
    id: 'image-no-secrets',
    severity: 'high',
    kind: 'image',
    title: 'Images carry no secrets',
    description: 'Whoever can pull the image has them, also when a later layer deletes them.',
    remediation: 'Use build secrets, and replace what was published.',
    needs: ['env', 'history'],
    fixes: { dockerfile: 'RUN --mount=type=secret,id=npm npm ci' },
    controls: ['4.10'],
  },
  {
    id: 'network-overlay-encrypted',
    severity: 'medium',
    kind: 'network',
    title: 'Overlay networks are encrypted',
    description: 'Traffic between nodes otherwise crosses the wire in clear.',
    remediation: 'Create the network with --opt encrypted.',
    needs: ['driver', 'options'],
    controls: ['7.3'],
  },
  ...[
    ['audit-dockerd', 'medium', '/usr/bin/dockerd', '1.1.3'],
    ['audit-etc-docker', 'medium', '/etc/docker', '1.1.6'],
    ['audit-docker-service', 'low', '/lib/systemd/system/docker.service', '1.1.7'],
    ['audit-containerd', 'low', '/usr/bin/containerd', '1.1.14'],
    ['audit-runc', 'medium', '/usr/bin/runc', '1.1.18'],
  ].map(
    ([id, severity, path, control]): RuleLine => ({
      id: id!,
      severity: severity as Severity,
      kind: 'host',
      title: `Changes to ${path} are written to the audit log`,
      description: 'After an incident the log shows who replaced what.',
      remediation: 'Add a watch to the rules of auditd and load them.',
      needs: ['auditRules'],
      fixes: { shell: `echo '-w ${path} -p wa -k docker' >> /etc/audit/rules.d/docker.rules\naugenrules --load` },
      controls: [control!],
    }),
  ),
  {
    id: 'host-docker-group-trusted',
    severity: 'high',
    kind: 'host',
    title: 'Only approved people are in the group of the socket',
    description: 'Membership in the group equals root.',
    remediation: 'Remove accounts that are not on the approved list.',
    needs: ['groups'],
    question: 'Are all members of the docker group approved for root on this machine?',
    fixes: { shell: 'gpasswd -d USER docker' },
    controls: ['1.1.2'],
  },
  {
    id: 'host-listening-engine-port',
    severity: 'high',
    kind: 'host',
    title: 'No engine port listens on a public address',
    description: 'Ports 2375 and 2376 are searched for day and night.',
    remediation: 'Bind the listener to a management network.',
    needs: ['listening'],
  },
];

/** Control id of the sample framework → rules. */
export const ruleControls: ReadonlyMap<string, string[]> = new Map(
  lines.flatMap((line) => (line.controls ?? []).map((control) => [control, [`plimsoll/${line.id}`]] as const)),
);

export function sampleDigest(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** The rules without counts, in the order of the catalogue. */
export function sampleRules(): ResultRule[] {
  return lines.map((line) => ({
    id: `plimsoll/${line.id}`,
    area: line.kind,
    title: line.title,
    description: line.description,
    references: ['https://docs.docker.com/engine/security/', 'https://csrc.nist.gov/pubs/sp/800/190/final'].slice(
      0,
      line.severity === 'low' ? 1 : 2,
    ),
    sets: line.question === undefined ? ['violations'] : ['violations', 'review'],
    digest: sampleDigest(line.id),
    source: { file: `rules/${line.kind}/${line.id}/${line.id.replaceAll('-', '_')}.rego`, line: 24 },
    severity: line.severity,
    kind: line.kind,
    needs: line.needs,
    message: '{message}',
    remediation: line.remediation,
    ...(line.question === undefined ? {} : { question: line.question }),
    ...(line.fixes === undefined ? {} : { fixes: line.fixes }),
    since: '1.0.0',
    aliases: line.controls === undefined ? {} : { 'docker-bench': line.controls[0]! },
    tags: [],
    bundles: line.controls === undefined ? ['plimsoll-default'] : ['plimsoll-default', 'plimsoll-cis-docker'],
    counts: [],
  }));
}
