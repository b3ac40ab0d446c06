/** A result with every situation a report must show, made without an engine: the figures add up. */
import type { Outcome, Result, ResultResource, ResultRule, RunRecord, Status } from '../../engine/index.ts';
import { type Severity, Status as StatusSchema, severities } from '../../engine/index.ts';
import { sampleFrameworks } from './sample-frameworks.ts';
import { sampleDigest, sampleRules } from './sample-rules.ts';
import { sampleTargets } from './sample-targets.ts';
import { sampleOutcome } from './sample-verdicts.ts';
import { sampleResources } from './sample-world.ts';

export interface SampleOptions {
  /** Everything was read: nothing is incomplete. */
  complete?: boolean;
  /** Some containers have names and labels that attack a report. */
  hostile?: boolean;
  /** How many more containers there are, all of them failing several rules. */
  extra?: number;
  /** The family of the first framework has an older edition too. */
  editions?: boolean;
}

const createdAt = '2026-11-22T05:00:00Z';

export function emptyCounts(): Record<Status, number> {
  return Object.fromEntries(StatusSchema.options.map((status) => [status, 0])) as Record<Status, number>;
}

/** The sample. Equal options give equal results. */
export function sampleResult(options: SampleOptions = {}): Result {
  const complete = options.complete ?? false;
  const resources = [...sampleResources(options.hostile ?? false), ...moreContainers(options.extra ?? 0)];
  const rules = sampleRules();
  const all = judge(rules, resources, complete);
  const counts = count(all);
  const bundles = ['default', 'cis-docker'].map((name) => ({
    id: `plimsoll-${name}`,
    title: name === 'default' ? 'What is exploitable or almost always a mistake' : 'CIS Docker controls',
    version: '1.0.0',
    digest: sampleDigest(name),
    rules: rules.filter((rule) => rule.bundles.includes(`plimsoll-${name}`)).length,
  }));
  const frameworks = sampleFrameworks(rules, all, options.editions);
  const attested = frameworks.flatMap((framework) =>
    framework.controls
      .filter((control) => control.rules.length === 0 && control.status === 'manual')
      .map(
        (control): Outcome => ({
          rule: null,
          control: `${framework.id}:${control.id}`,
          status: 'manual',
          origin: 'rego',
          kind: null,
          key: null,
          target: null,
          findings: [],
          reasons: [],
          questions: [{ text: control.question ?? control.title, evidence: [] }],
          fingerprint: sampleDigest(`${framework.id}:${control.id}`).slice(7),
        }),
      ),
  );
  const outcomes = [...all.filter((outcome) => outcome.status !== 'pass'), ...attested];
  const total = { ...counts, manual: counts.manual + attested.length };
  const passed = total.pass;
  const undone = total.error + total['not-evaluated'];
  const strictOf = passed + total.fail + total.waived + undone;
  const waiver = {
    index: 0,
    kind: 'compensating-control' as const,
    rules: ['plimsoll/container-privileged'],
    reason: 'The mail gateway opens raw sockets; it runs on a machine of its own from January.',
    requestedBy: 'j.doe@example.org',
    approvedBy: 'security@example.org',
    expires: '2027-01-31',
    ticket: 'RISK-118',
    compensatingControl: 'The container has no route to other networks.',
    findings: 1,
  };
  return {
    result: '1-0-0',
    engine: { name: 'plimsoll', version: '1.0.0', opa: '1.22.2' },
    createdAt,
    asOf: null,
    timeZone: 'Europe/Berlin',
    inputs: {
      snapshots: [
        {
          digest: sampleDigest('snapshot'),
          createdAt,
          tool: { name: 'plimsoll', version: '1.0.0' },
          operator: 'deploy',
          machine: 'audit-01',
        },
      ],
      bundles,
      profile: { name: 'production', digest: sampleDigest('profile') },
      waivers: { name: 'waivers.yaml', digest: sampleDigest('waivers') },
      attestations: { name: 'attestations.yaml', digest: sampleDigest('attestations') },
      feeds: [],
      parameters: {
        'plimsoll/container-pids-limit': { maximum: 1024 },
        plimsoll: { trustedUsers: ['alice'], maximumImageAgeDays: 90 },
      },
    },
    summary: {
      complete,
      counts: total,
      findings: bySeverity(rules, all, (outcome) => outcome.findings.filter((one) => one.waiver === undefined).length),
      notAssessed: bySeverity(rules, all, (outcome) => Number(['error', 'not-evaluated'].includes(outcome.status))),
      strict: { low: passed, high: passed + undone, of: strictOf },
      adjusted: { low: passed, high: passed + undone, of: strictOf - total.waived },
    },
    targets: sampleTargets(complete, resources),
    found: complete
      ? []
      : [
          { engine: 'podman', path: '/run/podman/podman.sock', target: 'podman' },
          { engine: 'containerd', path: '/run/containerd/containerd.sock', target: null },
        ],
    rules: rules.map((rule) => ({ ...rule, counts: ruleCounts(rule, all) })),
    resources,
    outcomes,
    frameworks,
    waivers: {
      applied: [waiver],
      expired: [
        {
          ...waiver,
          index: 1,
          kind: 'planned',
          rules: ['plimsoll/container-memory-limit'],
          reason: 'Limits come with the new cluster.',
          expires: '2026-10-31',
          ticket: 'OPS-77',
          compensatingControl: null,
          findings: 10,
        },
      ],
      unused: [
        {
          ...waiver,
          index: 2,
          kind: 'false-positive',
          rules: ['plimsoll/image-no-secrets'],
          reason: 'The token is a public one.',
          expires: '2027-03-01',
          ticket: null,
          compensatingControl: null,
          findings: 0,
        },
      ],
    },
    attestations: [
      {
        ...{ control: 'cis-docker-1.8:1.2.1', answer: 'satisfied', by: 'm.weber@example.org', on: '2026-09-14' },
        ...{ validFor: 'P365D', until: '2027-09-14', scope: ['web-01'], lapseOn: sampleDigest('kernel') },
        evidence: [
          { text: 'Measured on 12 September, 3 of 214 points open' },
          { file: 'baseline/web-01.html', digest: sampleDigest('baseline') },
        ],
      },
    ],
    facts: [
      { fact: 'host.kernel', resources: [{ target: 2, key: 'web-01/host', value: '6.1.0-28-amd64' }], more: 0 },
      {
        fact: 'image.tags',
        resources: [
          { target: 1, key: 'web-01/docker/nginx', value: ['nginx:1.27'] },
          { target: 1, key: 'web-01/docker/redis', missing: 'permission-denied' },
        ],
        more: 12,
      },
    ],
    tailoring: [
      {
        what: 'excluded',
        rule: 'plimsoll/container-cpu-limit',
        detail: 'left out',
        reason: 'Bursts are welcome on this machine.',
        by: 'platform@example.org',
        reviewBy: '2027-05-01',
      },
      {
        what: 'severity',
        rule: 'plimsoll/image-healthcheck',
        detail: 'medium → low',
        reason: 'The orchestrator checks health.',
        by: 'platform@example.org',
        reviewBy: '2027-05-01',
      },
      {
        what: 'parameter',
        rule: 'plimsoll/container-pids-limit',
        detail: 'maximum: 256 → 1024',
        reason: 'The batch jobs fork.',
        by: 'platform@example.org',
        reviewBy: '2027-02-01',
      },
    ],
    siblings: [],
  };
}

/** The run that made the sample. */
export function sampleRun(options: SampleOptions = {}): RunRecord {
  const summary = sampleResult(options).summary;
  const serious = summary.findings.critical + summary.findings.high;
  return {
    run: '1-0-0',
    startedAt: '2026-11-22T05:00:00Z',
    finishedAt: '2026-11-22T05:00:09Z',
    machine: 'audit-01',
    operator: 'deploy',
    command: ['plimsoll', 'audit', 'host', 'docker', 'docker:tcp://db-02.example.org:2376', '-b', 'default,cis-docker'],
    version: '1.0.0',
    exitCode: 1,
    exitReason: `${serious} findings at or above high${summary.complete ? '' : '; also incomplete'}`,
    durations: { collect: 6120, evaluate: 410, 'report:html': 90 },
    files: ['report.html', 'report.pdf', 'result.json'].map((name) => ({ name, bytes: 1, digest: sampleDigest(name) })),
    failedFormats: [],
    browser: { name: 'chromium-headless-shell', version: '150.0', sandbox: true, user: 'nobody' },
    notices: [],
  };
}

function judge(rules: ResultRule[], resources: ResultResource[], complete: boolean): Outcome[] {
  const outcomes = rules.flatMap((rule) => {
    const judged = resources
      .filter((resource) => resource.kind === rule.kind)
      .map((resource) => sampleOutcome(rule, resource, complete));
    const once = judged.find((outcome) => outcome.status === 'excluded');
    if (once !== undefined) return [{ ...once, key: null }];
    if (complete || (rule.kind !== 'container' && rule.kind !== 'engine')) return judged;
    return [...judged, targetFailed(rule)];
  });
  return outcomes;
}

/** The third target could not be reached: one outcome for each rule of a kind it would have had. */
function targetFailed(rule: ResultRule): Outcome {
  return {
    rule: rule.id,
    status: 'not-evaluated',
    origin: 'rego',
    kind: rule.kind,
    key: null,
    target: 3,
    findings: [],
    reasons: [{ code: 'target-failed', message: 'connect ECONNREFUSED 10.1.0.22:2376' }],
    questions: [],
  };
}

function moreContainers(extra: number): ResultResource[] {
  return Array.from({ length: extra }, (_, index) => ({
    kind: 'container',
    key: `web-01/container/fleet/job-${index}/1`,
    id: index.toString(16).padStart(64, '5e'),
    name: `traefik`,
    target: 2,
    labels: { 'com.docker.compose.project': 'fleet', 'com.docker.compose.service': `job-${index}` },
  })).map((resource, index) => ({ ...resource, name: index % 2 === 0 ? 'ci-runner' : 'mailer-job' }));
}

function count(outcomes: Outcome[]): Record<Status, number> {
  const counts = emptyCounts();
  for (const outcome of outcomes) counts[outcome.status]++;
  return counts;
}

function ruleCounts(rule: ResultRule, outcomes: Outcome[]): ResultRule['counts'] {
  const own = outcomes.filter((outcome) => outcome.rule === rule.id);
  const targets = [...new Set(own.map((outcome) => outcome.target!))].sort((a, b) => a - b);
  return targets.map((target) => ({ target, counts: count(own.filter((outcome) => outcome.target === target)) }));
}

function bySeverity(
  rules: ResultRule[],
  outcomes: Outcome[],
  measure: (outcome: Outcome) => number,
): Record<Severity, number> {
  const severityOf = new Map(rules.map((rule) => [rule.id, rule.severity]));
  return Object.fromEntries(
    severities.map((severity) => [
      severity,
      outcomes
        .filter((outcome) => severityOf.get(outcome.rule ?? '') === severity)
        .reduce((sum, outcome) => sum + measure(outcome), 0),
    ]),
  ) as Record<Severity, number>;
}
