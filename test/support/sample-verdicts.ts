import { createHash } from 'node:crypto';
import type { Finding, Outcome, ResultResource, ResultRule, Status } from '../../engine/index.ts';

interface Verdict {
  status: Status;
  findings?: Partial<Finding>[];
  reasons?: Outcome['reasons'];
  questions?: Outcome['questions'];
}

const pass: Verdict = { status: 'pass' };

function service(resource: ResultResource): string {
  const label = resource.labels['com.docker.compose.service'];
  return label === undefined ? resource.name : `${resource.labels['com.docker.compose.project']}/${label}`;
}

function fail(message: string, fact: string, value: unknown, extra: Partial<Finding> = {}): Verdict {
  return { status: 'fail', findings: [{ message, evidence: [{ fact, value }], ...extra }] };
}

function notEvaluated(code: string, message: string, fact?: string): Verdict {
  return { status: 'not-evaluated', reasons: [{ code, message, ...(fact === undefined ? {} : { fact }) }] };
}

type Decide = (resource: ResultResource) => Verdict;

function failsFor(names: string[], verdict: Decide): Decide {
  return (resource) => (names.includes(service(resource)) ? verdict(resource) : pass);
}

const everyCompose = ['shop/web', 'shop/api', 'shop/db', 'monitoring/grafana'];
const needsRoot: Decide = () => notEvaluated('permission-denied', 'the audit rules need root', 'auditRules');

/** What each rule of the sample says about each resource; a rule that is not here passes. */
const verdicts: Record<string, Decide> = {
  'container-docker-socket-mount': (resource) => {
    if (resource.name === 'batch-7') return notEvaluated('timeout', 'the container did not answer in 30 s', 'mounts');
    const evidence = [
      { fact: 'mounts[/var/run/docker.sock].source', value: '/var/run/docker.sock' },
      { fact: 'mounts[/var/run/docker.sock].readOnly', value: false },
    ];
    const finding = { part: '/var/run/docker.sock', message: 'mounts the socket at /var/run/docker.sock', evidence };
    return resource.name === 'ci-runner' || resource.name.startsWith('<script')
      ? { status: 'fail', findings: [{ ...finding, location: { pointer: '/mounts/0/source' } }] }
      : pass;
  },
  'container-privileged': failsFor(['mailer', 'traefik'], (resource) =>
    resource.name === 'mailer' ? { ...fail('runs privileged', 'privileged', true), status: 'waived' } : pass,
  ),
  'container-runs-as-non-root': (resource) => {
    if (resource.name === 'batch-7') return notEvaluated('timeout', 'the container did not answer in 30 s', 'user');
    if (!['shop/web', 'shop/db', 'ci-runner'].includes(service(resource)) && !isHostile(resource)) return pass;
    return {
      status: 'fail',
      findings: [
        {
          message: isHostile(resource)
            ? `no user is set for ${resource.name}`
            : 'no user is set, in the container or its image',
          evidence: [
            { fact: 'user', value: service(resource) === 'shop/db' ? '0:0' : null },
            { fact: 'imageUser', value: isHostile(resource) ? resource.name : null },
          ],
        },
      ],
    };
  },
  'container-capabilities-restricted': failsFor(['shop/api', 'traefik'], (resource) => ({
    status: 'fail',
    findings: (service(resource) === 'traefik' ? ['NET_ADMIN', 'NET_RAW', 'SYS_PTRACE'] : ['SYS_PTRACE']).map(
      (name) => ({
        part: name,
        message: `adds the capability ${name}`,
        evidence: [{ fact: 'capAdd', value: [name] }],
      }),
    ),
  })),
  'container-host-network': failsFor(['traefik'], () => fail('shares the network of the host', 'networkMode', 'host')),
  'container-memory-limit': failsFor(
    ['shop/web', 'shop/api', 'monitoring/grafana', 'ci-runner', 'batch-7'],
    (resource) => fail(`${resource.name} has no memory limit`, 'memoryLimit', 0),
  ),
  'container-readonly-rootfs': failsFor([...everyCompose, 'traefik', 'mailer'], (resource) =>
    fail(`${resource.name} can write to its root file system`, 'readonlyRootfs', false),
  ),
  'container-pids-limit': failsFor(['shop/web', 'shop/api', 'ci-runner'], (resource) =>
    fail(`${resource.name} has no limit of processes`, 'pidsLimit', 0),
  ),
  'container-port-host-interface': failsFor(['shop/web', 'monitoring/grafana', 'traefik'], (resource) => ({
    status: 'fail',
    findings: [
      {
        part: '8080/tcp',
        message: `${resource.name} publishes 8080/tcp on every interface`,
        evidence: [
          { fact: 'ports[8080/tcp].hostIp', value: '0.0.0.0' },
          {
            fact: 'ports[8080/tcp].hostPort',
            value: 8080 + Number(resource.labels['com.docker.compose.container-number'] ?? 0),
          },
        ],
      },
    ],
  })),
  'container-cpu-limit': () => ({
    status: 'excluded',
    reasons: [{ code: 'excluded', message: 'bursts are welcome on this machine' }],
  }),
  'daemon-userns-remap': () => fail('container root is the root of the host', 'usernsRemap', false),
  'daemon-icc-disabled': () =>
    fail('containers of the default bridge see each other', 'interContainerCommunication', true),
  'daemon-no-new-privileges': () => fail('processes may gain privileges', 'noNewPrivileges', false),
  'daemon-live-restore': () => fail('containers end with the engine', 'liveRestore', false),
  'image-healthcheck': failsFor(['example/batch:7', 'example/mailer:3.0.2', 'nginx:1.29', 'postgres:17'], () =>
    fail('has no health check', 'healthcheck', null),
  ),
  'image-no-secrets': failsFor(['example/ci-runner:latest'], () =>
    fail('sets the variable NPM_TOKEN, which looks like a secret', 'env[NPM_TOKEN].looksSecret', true, {
      part: 'NPM_TOKEN',
    }),
  ),
  'network-overlay-encrypted': () => ({
    status: 'not-applicable',
    reasons: [{ code: 'runtime', message: 'no overlay network' }],
  }),
  'audit-dockerd': needsRoot,
  'audit-etc-docker': needsRoot,
  'audit-docker-service': needsRoot,
  'audit-containerd': needsRoot,
  'audit-runc': needsRoot,
  'host-docker-group-trusted': () => ({
    status: 'manual',
    questions: [
      {
        text: 'Are all members of the docker group approved for root on this machine?',
        evidence: [{ fact: 'groups[docker].members', value: ['alice', 'bob', 'jenkins'] }],
      },
    ],
  }),
  'file-docker-sock-mode': () =>
    fail('everybody can write to /var/run/docker.sock', 'engineFiles[/var/run/docker.sock].mode', '0666', {
      part: '/var/run/docker.sock',
    }),
  'host-listening-engine-port': () => ({
    status: 'error',
    reasons: [{ code: 'trap', message: 'the rule stopped: var assignment conflict' }],
  }),
};

function isHostile(resource: ResultResource): boolean {
  return resource.labels['owner'] === resource.name;
}

/** Outcome of one rule on one resource of the sample. */
export function sampleOutcome(rule: ResultRule, resource: ResultResource, everythingRead: boolean): Outcome {
  const decide = verdicts[rule.id.replace('plimsoll/', '')];
  const decided = decide === undefined ? pass : decide(resource);
  const undone = decided.status === 'not-evaluated' || decided.status === 'error';
  const verdict = everythingRead && undone ? pass : decided;
  return {
    rule: rule.id,
    status: verdict.status,
    origin: 'rego',
    kind: resource.kind,
    key: resource.key,
    target: resource.target,
    findings: (verdict.findings ?? []).map((finding) => ({
      part: finding.part ?? null,
      message: finding.message ?? '',
      location: finding.location ?? null,
      evidence: finding.evidence ?? [],
      fingerprint: fingerprint([rule.id, resource.kind, resource.key, finding.part ?? null]),
      ...(verdict.status === 'waived' ? { waiver: 0 } : {}),
    })),
    reasons: verdict.reasons ?? [],
    questions: verdict.questions ?? [],
  };
}

function fingerprint(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
