import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bundle, Outcome, Resource } from '../../engine/index.ts';
import { type BuiltBundle, judge, openBundle, roundsOf, wholeExamples, wholeResource } from './built-bundle.ts';

describe.each(['default', 'cis-docker'])('needs of the rules of %s', (name) => {
  let built: BuiltBundle;

  beforeAll(async () => {
    built = await openBundle(name);
  });

  afterAll(() => built?.close());

  test('a rule that lacks a fact it needs is not evaluated', async () => {
    const cases = wholeExamples(built).flatMap(({ rule, resource }) =>
      rule.needs.map((need) => ({ rule, resource: without(resource, need) })),
    );
    const outcomes = await judge(
      built.bundle,
      cases.map(({ resource }) => resource),
    );
    const statuses = new Map(outcomes.map(({ rule, key, status }) => [`${rule} ${key}`, status]));
    const wrong = cases.filter(({ rule, resource }) => statuses.get(`${rule.id} ${resource.key}`) !== 'not-evaluated');
    expect(wrong.map(({ resource }) => resource.key)).toEqual([]);
  });

  test('each fact that a rule needs decides something', async () => {
    const careless = withoutNeeds(built.bundle);
    const rules = new Map(built.bundle.catalogue.rules.map((rule) => [rule.id, rule]));
    const examples = wholeExamples(built);
    const others = deciding.flatMap(([id, changes, params = {}], index) => {
      const rule = rules.get(`plimsoll/${id}`);
      if (rule === undefined) return [];
      return [{ rule, params, resource: wholeResource(rule.kind, `other ${index}`, changes) }];
    });
    const unloaded = examples
      .filter(({ rule, good }) => good && rule.needs.includes('auditRulesLoaded'))
      .map(({ resource, ...each }) => {
        return { ...each, resource: { ...resource, key: `${resource.key} not loaded`, auditRulesLoaded: false } };
      });
    const decided = new Set<string>();
    const all = new Set<string>();
    for (const { parameters, cases } of roundsOf([...examples, ...others, ...unloaded])) {
      const lacking = cases.flatMap(({ rule, resource }) =>
        rule.needs.map((need) => ({ rule: rule.id, need, whole: resource.key, resource: without(resource, need) })),
      );
      const resources = [...cases, ...lacking].map(({ resource }) => resource);
      const answers = answersOf(await judge(careless, resources, { parameters }));
      for (const { rule, need, whole, resource } of lacking) {
        all.add(`${rule} ${need}`);
        const changed = answers.get(`${rule} ${whole}`) !== answers.get(`${rule} ${resource.key}`);
        if (changed) decided.add(`${rule} ${need}`);
      }
    }
    expect(all.size).toBeGreaterThan(80);
    expect([...all].filter((each) => !decided.has(each))).toEqual([]);
  });

  test('any other fact may be missing without changing its answer', async () => {
    const examples = wholeExamples(built);
    const before = await judge(
      built.bundle,
      examples.map(({ resource }) => resource),
    );
    const wanted = new Map(before.map((outcome) => [`${outcome.rule} ${outcome.key}`, withoutKey(outcome)]));
    const cases = examples.flatMap(({ rule, resource }) =>
      otherFacts(resource, rule.needs).map((fact) => ({
        rule,
        whole: resource.key,
        resource: without(resource, fact),
      })),
    );
    const after = await judge(
      built.bundle,
      cases.map(({ resource }) => resource),
    );
    const found = new Map(after.map((outcome) => [`${outcome.rule} ${outcome.key}`, withoutKey(outcome)]));
    const wrong = cases.filter(
      ({ rule, whole, resource }) =>
        JSON.stringify(found.get(`${rule.id} ${resource.key}`)) !== JSON.stringify(wanted.get(`${rule.id} ${whole}`)),
    );
    expect(cases.length).toBeGreaterThan(3000);
    expect(wrong.map(({ resource }) => resource.key)).toEqual([]);
  });
});

/** The log of a swarm's manager, known to be absent. */
const noSwarmLog = {
  ...{ path: '/var/lib/docker/swarm/raft', exists: false, owner: null, uid: null, group: null, gid: null },
  ...{ mode: null, type: null, error: null, digest: null, matches: [] },
};

/** Facts that decide whether a rule applies, which no example may show since examples pass or fail. */
const deciding: [rule: string, changes: Record<string, unknown>, params?: Record<string, unknown>][] = [
  ['container-apparmor-profile', { apparmorProfile: null, engine: { apparmor: false } }],
  ['container-dangerous-capabilities', { capAdd: ['ALL'], capDrop: ['BPF'] }],
  ['container-default-bridge', { networkMode: 'host' }],
  ['container-host-devices', { deviceCgroupRules: ['c 189:* rwm'] }],
  ['container-host-devices', { deviceRequests: [{ driver: null, count: -1, ids: [], capabilities: ['gpu'] }] }],
  ['container-privileged-ports', { networkMode: 'host' }],
  ['container-runs-as-non-root', { user: null, engine: { usernsRemap: true } }],
  ['container-runs-as-non-root', { user: null, engine: { rootless: true } }],
  ['daemon-live-restore', { swarm: { state: 'active' } }],
  ['daemon-rootless', { rootless: false }],
  ['engine-remote-api-authorization', { listeners: [] }],
  ['exec-no-privileged', { counts: { containers: 0 } }],
  ['exec-no-root-user', { counts: { containers: 0 } }],
  ['host-docker-root-separate-mount', { contentStore: 'containerd' }],
  ['host-docker-group-trusted', { groups: [{ name: 'docker', gid: 999, members: ['alice'] }] }],
  ['image-healthcheck', { digests: [], tags: ['tool:1'] }, { exemptImages: ['tool'] }],
  ['image-healthcheck', { digests: [`tool@sha256:${'b'.repeat(64)}`], tags: [] }, { exemptImages: ['tool'] }],
  ['image-runs-as-non-root', { os: 'windows' }],
  ['network-default-bridge-shared', { isDefaultBridge: false }],
  ['network-overlay-encrypted', { driver: 'bridge' }],
  ['swarm-bound-interface', { listening: [], files: [noSwarmLog] }],
  ['swarm-data-plane-separated', { listening: [], files: [noSwarmLog] }],
];

/** The bundle with rules that claim to need nothing, so that a missing fact shows what it would have changed. */
function withoutNeeds(bundle: Bundle): Bundle {
  const rules = bundle.catalogue.rules.map((rule) => ({ ...rule, needs: [] }));
  return { ...bundle, catalogue: { ...bundle.catalogue, rules } };
}

/** Status and parts by rule and key. */
function answersOf(outcomes: readonly Outcome[]): Map<string, string> {
  return new Map(
    outcomes.map(({ rule, key, status, findings }) => [
      `${rule} ${key}`,
      [status, ...findings.map((f) => f.part)].join(' '),
    ]),
  );
}

/** The resource under a key of its own, without a fact and saying so. */
function without(resource: Resource, fact: string): Resource {
  const copy = structuredClone(resource) as Resource;
  copy.key = `${resource.key} without ${fact}`;
  copy.missing = { [fact]: 'permission-denied' };
  const [first, second] = fact.split('.') as [string, string | undefined];
  if (second === undefined) delete copy[first];
  else delete (copy[first] as Record<string, unknown>)[second];
  return copy;
}

/** Facts that are no need, no part of one and hold none; members of objects one by one where a need is inside. */
function otherFacts(resource: Resource, needs: readonly string[]): string[] {
  const {
    kind: _kind,
    key: _key,
    id: _id,
    name: _name,
    labels: _labels,
    missing: _missing,
    target: _target,
    ...facts
  } = resource;
  // What the rule's runtimes are compared with is read by the engine's own entry module.
  const names = Object.keys(facts).filter((name) => name !== 'runtime' && !needs.includes(name));
  return names.flatMap((name) => {
    const inside = needs.filter((need) => need.startsWith(`${name}.`));
    if (inside.length === 0) return [name];
    const members = Object.keys(facts[name] as object).map((member) => `${name}.${member}`);
    return members.filter((member) => !inside.includes(member));
  });
}

/** What an outcome says, whatever the resource is called and from whichever image it was made. */
function withoutKey({ key: _key, imageDigest: _image, findings, ...rest }: Outcome): unknown {
  return { ...rest, findings: findings.map(({ fingerprint: _, ...finding }) => finding) };
}
