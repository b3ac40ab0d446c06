import type { Outcome, ResultControl, ResultFramework, ResultRule, Status } from '../../engine/index.ts';
import { Status as StatusSchema } from '../../engine/index.ts';
import { ruleControls } from './sample-rules.ts';

type ControlLine = [id: string, title: string, extra?: Partial<ResultControl>];

const cisSections = [
  { id: '1', title: 'The machine' },
  { id: '2', title: 'The daemon' },
  { id: '3', title: 'Its files' },
  { id: '4', title: 'Images' },
  { id: '5', title: 'Running containers' },
  { id: '7', title: 'Swarm' },
];

const cisControls: ControlLine[] = [
  ['1.1.2', 'Only approved people can use the socket'],
  ['1.1.3', 'Runs of the daemon are written to the audit log', { assessment: 'automated' }],
  ['1.1.6', 'Changes to its configuration folder are written to the audit log', { assessment: 'automated' }],
  ['1.1.7', 'Changes to its unit are written to the audit log', { assessment: 'automated', level: [2] }],
  ['1.1.14', 'Changes to containerd are written to the audit log', { assessment: 'automated', level: [2] }],
  ['1.1.18', 'Changes to runc are written to the audit log', { assessment: 'automated', level: [2] }],
  [
    '1.2.1',
    'The machine itself is hardened',
    { question: 'Which baseline is the machine held to?', status: 'pass', evidence: ['host.kernel'] },
  ],
  [
    '1.2.2',
    'The engine is a maintained version',
    { coverage: 'partial', limits: 'The end of support is not looked up.' },
  ],
  ['2.2', 'Containers of the default bridge do not see each other'],
  ['2.8', 'TCP is open with verified TLS only'],
  ['2.10', 'Container root is not host root', { level: [2] }],
  ['2.15', 'Processes gain no privileges'],
  ['2.16', 'Containers survive the daemon'],
  ['2.18', 'The default system call filter was looked at', { level: [2], question: 'Who approved the filter in use?' }],
  ['3.16', 'The socket is open to its group only', { assessment: 'automated' }],
  ['4.1', 'Containers run under an account of their own'],
  [
    '4.2',
    'Bases of images are trusted',
    { question: 'From which registries may base images come?', evidence: ['image.tags'] },
  ],
  ['4.4', 'Images are scanned and rebuilt', { question: 'How often are images scanned and rebuilt?' }],
  ['4.6', 'Images have a health check'],
  [
    '4.10',
    'Images carry no secrets',
    { coverage: 'partial', limits: 'Only names and shapes of variables are searched.' },
  ],
  ['5.4', 'No capabilities beyond the default set'],
  ['5.5', 'No container runs privileged'],
  ['5.10', 'No container uses the network of the host'],
  ['5.11', 'Memory is limited'],
  ['5.12', 'CPU is shared out', { status: 'excluded' }],
  ['5.13', 'Root file systems are read-only'],
  ['5.14', 'Ports are bound to an address'],
  ['5.29', 'Processes are limited'],
  ['5.32', 'The socket is in no container'],
  ['7.3', 'Overlay networks are encrypted'],
];

const nistControls: ControlLine[] = [
  [
    '4.1.2',
    'Image configuration defects',
    { coverage: 'supporting', rules: ['plimsoll/container-runs-as-non-root', 'plimsoll/image-healthcheck'] },
  ],
  ['4.1.4', 'Embedded clear text secrets', { coverage: 'supporting', rules: ['plimsoll/image-no-secrets'] }],
  ['4.1.5', 'Use of untrusted images', { question: 'Which registries are trusted, and who decides?' }],
  [
    '4.2.1',
    'Insecure connections to registries',
    { coverage: 'supporting', rules: ['plimsoll/daemon-tcp-tls-verified'] },
  ],
  [
    '4.4.2',
    'Unbounded network access from containers',
    { coverage: 'supporting', rules: ['plimsoll/daemon-icc-disabled', 'plimsoll/container-host-network'] },
  ],
  [
    '4.4.3',
    'Insecure container runtime configurations',
    { coverage: 'supporting', rules: ['plimsoll/container-privileged', 'plimsoll/container-docker-socket-mount'] },
  ],
  ['4.5.1', 'Large attack surface', { question: 'Does the machine run anything but containers?' }],
  ['4.5.3', 'Host OS component vulnerabilities', { question: 'How fast are updates of the machine installed?' }],
];

/** What the newer edition of the sample's family adds; it moved the numbers of its section up by one. */
const added: ControlLine[] = [
  ['2.7', 'Ports of the engine are not public', { rules: ['plimsoll/host-listening-engine-port'] }],
];

/** The older edition: other numbers in section 2, one control that is gone, and one with another status. */
const olderControls: ControlLine[] = [
  ...cisControls.map(([id, title, extra = {}]): ControlLine => {
    const [section, number] = id.split('.').map(Number) as [number, number];
    const rules = extra.rules ?? ruleControls.get(id) ?? [];
    if (id === '3.16') return [id, title, { ...extra, rules, assessment: 'manual' }];
    return [section === 2 && number > 7 ? `2.${number - 1}` : id, title, { ...extra, rules }];
  }),
  ['4.11', 'Only signed images are started', { question: 'Who signs images, and what refuses the others?' }],
];

/**
 * Two frameworks over the outcomes of the sample, their statuses derived as results.md says; with `editions` an older
 * edition of the first as well.
 */
export function sampleFrameworks(rules: ResultRule[], outcomes: Outcome[], editions = false): ResultFramework[] {
  const known = new Set(rules.map((rule) => rule.id));
  const asking = new Set(rules.filter((rule) => rule.sets.includes('review')).map((rule) => rule.id));
  const build = (line: ControlLine, section: string | null): ResultControl => {
    const [id, title, extra = {}] = line;
    const own = (extra.rules ?? (section === null ? [] : (ruleControls.get(id) ?? []))).filter((rule) =>
      known.has(rule),
    );
    const counts = countOf(outcomes.filter((outcome) => own.includes(outcome.rule ?? '')));
    const coverage = extra.coverage ?? 'full';
    const decision =
      own.length === 0
        ? 'attested'
        : coverage === 'full' && !own.some((rule) => asking.has(rule))
          ? 'decided'
          : 'assisted';
    return {
      id,
      title,
      section,
      level: [1],
      assessment: section === null ? null : 'manual',
      coverage,
      limits: null,
      decision,
      rules: own,
      counts,
      question: null,
      ...extra,
      status: extra.status ?? controlStatus(counts, own.length, coverage),
    };
  };
  const sectionOf = (line: ControlLine) => line[0].split('.')[0]!;
  const cis = [...cisControls, ...(editions ? added : [])].map((line) => build(line, sectionOf(line)));
  const older = editions ? olderControls.map((line) => build(line, sectionOf(line))) : [];
  const nist = nistControls.map((line) => build(line, null));
  return [
    ...(editions ? [cisEdition('1.7', older)] : []),
    cisEdition('1.8', cis),
    {
      id: 'nist-sp-800-190',
      title: 'NIST SP 800-190, countermeasures',
      source: 'https://csrc.nist.gov/pubs/sp/800/190/final',
      bundle: 'plimsoll-default',
      score: score(nist),
      sections: [],
      controls: nist,
    },
  ];
}

function cisEdition(edition: string, controls: ResultControl[]): ResultFramework {
  return {
    id: `cis-docker-${edition}`,
    title: `CIS Docker Benchmark v${edition}.0 (numbers only; wording ours)`,
    source: 'https://www.cisecurity.org/benchmark/docker',
    bundle: 'plimsoll-cis-docker',
    score: score(controls),
    sections: cisSections.map((section) => ({
      ...section,
      score: score(controls.filter((control) => control.section === section.id)),
    })),
    controls,
  };
}

function countOf(outcomes: Outcome[]): Record<Status, number> {
  const counts = Object.fromEntries(StatusSchema.options.map((status) => [status, 0])) as Record<Status, number>;
  for (const outcome of outcomes) counts[outcome.status]++;
  return counts;
}

function controlStatus(counts: Record<Status, number>, rules: number, coverage: string): ResultControl['status'] {
  if (rules === 0) return 'manual';
  if (counts.fail > 0) return 'fail';
  if (counts.error + counts['not-evaluated'] > 0) return 'incomplete';
  if (counts.manual > 0) return 'manual';
  if (counts.waived > 0) return 'accepted';
  if (coverage !== 'full') return 'evidence-only';
  return counts.pass > 0 ? 'pass' : 'not-applicable';
}

function score(controls: ResultControl[]): ResultFramework['score'] {
  const share = (some: ResultControl[]) => {
    const counted = some.filter((control) => !['not-applicable', 'excluded'].includes(control.status));
    if (counted.length === 0) return null;
    const low = counted.filter((control) => control.status === 'pass').length;
    return { low, high: low + counted.filter((control) => control.status === 'incomplete').length, of: counted.length };
  };
  const automated = controls.filter((control) => control.decision !== 'attested');
  return { automated: share(automated), all: share(controls) };
}
