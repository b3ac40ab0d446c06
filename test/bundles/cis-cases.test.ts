import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CatalogueRule, Control, Resource, Status } from '../../engine/index.ts';
import { type BuiltBundle, judge, openBundle, roundsOf, wholeExamples, wholeResource } from './built-bundle.ts';

interface Case {
  rule: CatalogueRule;
  params: Readonly<Record<string, unknown>>;
  resource: Resource;
  /** What the case is for. */
  is: 'good' | 'bad' | 'aside' | 'lacking';
}

let built: BuiltBundle;
let controls: Control[];
/** Rule → kind of case → statuses that came of it. */
const seen = new Map<string, Record<Case['is'], Set<Status>>>();

beforeAll(async () => {
  built = await openBundle('cis-docker');
  controls = built.bundle.catalogue.frameworks.find(({ framework }) => framework === 'cis-docker-1.8')!.controls;
  const examples = wholeExamples(built).map((each): Case => ({ ...each, is: each.good ? 'good' : 'bad' }));
  const all = [...examples, ...examples.flatMap(withoutFirstNeed), ...asideCases()];
  for (const { parameters, cases } of roundsOf(all)) {
    const outcomes = await judge(
      built.bundle,
      cases.map(({ resource }) => resource),
      { parameters },
    );
    const statuses = new Map(outcomes.map(({ rule, key, status }) => [`${rule} ${key}`, status]));
    for (const { rule, resource, is } of cases) {
      const own = seen.get(rule.id) ?? { good: new Set(), bad: new Set(), aside: new Set(), lacking: new Set() };
      own[is].add(statuses.get(`${rule.id} ${resource.key}`) ?? 'pass');
      seen.set(rule.id, own);
    }
  }
});

afterAll(() => built?.close());

/** The same resource without one fact that the rule needs. */
function withoutFirstNeed({ rule, params, resource }: Case): Case[] {
  return rule.needs.map((need) => {
    const copy = structuredClone(resource) as Resource;
    copy.key = `${resource.key} without ${need}`;
    copy.missing = { [need]: 'permission-denied' };
    const [top, member] = need.split('.') as [string, string | undefined];
    if (member === undefined) delete copy[top];
    else delete (copy[top] as Record<string, unknown>)[member];
    return { rule, params, resource: copy, is: 'lacking' };
  });
}

/** Resources to which a rule does not apply, one for each rule that says so, and one of another runtime. */
function asideCases(): Case[] {
  return built.bundle.catalogue.rules.flatMap((rule) => {
    const id = rule.id.replace('plimsoll/', '');
    const [changes, params = {}] = asides[id] ?? asides[id.replace(/-.*/, '-*')] ?? [null];
    const own = rule.sets.includes('not_applicable') ? [{ changes: changes ?? {}, params }] : [];
    // Runtimes that a rule is not for.
    const other = rule.runtimes === undefined ? [] : [{ changes: { runtime: 'another' }, params: {} }];
    return [...own, ...other].map((each, index) => ({
      ...{ rule, params: each.params, is: 'aside' as const },
      resource: wholeResource(rule.kind, `${id} aside ${index}`, each.changes),
    }));
  });
}

const noSwarmLog = {
  ...{ path: '/var/lib/docker/swarm/raft', exists: false, owner: null, uid: null, group: null, gid: null },
  ...{ mode: null, type: null, error: null, digest: null, matches: [] },
};
const nothingThere = { engineFiles: [], runtimeBinaries: [] };
const silent = { history: [{ createdAt: null, createdBy: '', emptyLayer: false }] };
/** Rule, or the first word of its id → facts that take it out of its scope, and parameters where it needs some. */
const asides: Record<string, [changes: Record<string, unknown>, params?: Record<string, unknown>]> = {
  'audit-*': [nothingThere],
  'container-apparmor-profile': [{ engine: { apparmor: false } }],
  'container-default-bridge': [{ networkMode: 'host' }],
  'container-no-sshd': [{ state: 'exited', processes: null }],
  'container-port-host-interface': [{ ports: [] }],
  'container-privileged-ports': [{ networkMode: 'host' }],
  'container-runs-as-non-root': [{ user: null, engine: { usernsRemap: true } }],
  'container-selinux-confined': [{ engine: { selinux: false } }],
  'container-sprawl': [{ counts: { containers: 0 } }],
  'daemon-live-restore': [{ swarm: { state: 'active' } }],
  'daemon-no-base-device-size': [{ storageDriver: 'overlay2' }],
  'daemon-not-experimental': [{}, { notInProduction: ['daemon-not-experimental aside 0'] }],
  'exec-*': [{ counts: { containers: 0 }, execEvents: [] }],
  'file-*': [nothingThere],
  'host-docker-group-trusted': [{ groups: [{ name: 'root', gid: 0, members: [] }] }],
  'image-copy-not-add': [silent],
  'image-healthcheck': [{ tags: ['tool:1'] }, { exemptImages: ['tool'] }],
  'image-sprawl': [{ counts: { images: 0 } }],
  'image-update-not-alone': [silent],
  'network-overlay-encrypted': [{ driver: 'bridge' }],
  'swarm-bound-interface': [{ listening: [], files: [noSwarmLog] }],
  'swarm-data-plane-separated': [{ listening: [], files: [noSwarmLog] }],
};

/** Rules that never pass by themselves: whatever is seen, a person concludes. */
const alwaysAsk = [
  'exec-no-privileged',
  'exec-no-root-user',
  'image-no-secrets',
  'image-scanned-and-rebuilt',
  'image-verified-packages',
  'swarm-data-plane-separated',
  'swarm-secrets-used',
  'swarm-unlock-key-rotated',
];

describe('every control of CIS Docker 1.8 that has a rule', () => {
  const rulesOf = () =>
    controls.filter(({ rules }) => rules.length > 0).map(({ id, rules }) => ({ id, rule: rules[0]! }));

  test('has one rule, and there are 113 of them', () => {
    const placed = controls.flatMap(({ rules }) => rules);
    expect([placed.length, new Set(placed).size]).toEqual([113, 113]);
    expect(built.bundle.catalogue.rules.map(({ id }) => id).sort()).toEqual(placed.toSorted());
  });

  test('passes on a good case, except where a person always concludes', () => {
    const never = rulesOf().filter(({ rule }) => !seen.get(rule)!.good.has('pass'));
    expect(never.map(({ rule }) => rule.replace('plimsoll/', '')).sort()).toEqual(alwaysAsk);
    for (const { rule } of never) expect([...seen.get(rule)!.good], rule).toEqual(['manual']);
  });

  test('fails on a bad case', () => {
    expect(rulesOf().filter(({ rule }) => !seen.get(rule)!.bad.has('fail'))).toEqual([]);
    const odd = rulesOf().filter(({ rule }) =>
      [...seen.get(rule)!.bad].some((one) => one !== 'fail' && one !== 'manual'),
    );
    expect(odd).toEqual([]);
  });

  test('is not evaluated where a fact it needs is missing', () => {
    const wrong = rulesOf().filter(({ rule }) => [...seen.get(rule)!.lacking].join() !== 'not-evaluated');
    expect(wrong).toEqual([]);
  });

  test('does not apply where its rule says so, or to another runtime', () => {
    const rules = new Map(built.bundle.catalogue.rules.map((rule) => [rule.id, rule]));
    const can = rulesOf().filter(({ rule }) => {
      const { sets, runtimes } = rules.get(rule)!;
      return sets.includes('not_applicable') || runtimes !== undefined;
    });
    expect(can.filter(({ rule }) => [...seen.get(rule)!.aside].join() !== 'not-applicable')).toEqual([]);
    expect(can.length).toBeGreaterThan(60);
  });
});
