import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bundle, Outcome, Resource } from '../../engine/index.ts';
import { type BuiltBundle, judge, openBundle, wholeExamples, wholeResource } from './built-bundle.ts';

let built: BuiltBundle;

beforeAll(async () => {
  built = await openBundle('default');
});

afterAll(() => built?.close());

describe('needs', () => {
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
    const others = deciding.map(([name, changes], index) => {
      const rule = rules.get(`plimsoll/${name}`)!;
      return { rule, resource: wholeResource(rule.kind, `other ${index}`, changes) };
    });
    const examples = [...wholeExamples(built).filter(({ tailored }) => !tailored), ...others];
    const cases = examples.flatMap(({ rule, resource }) =>
      rule.needs.map((need) => ({ rule: rule.id, need, whole: resource.key, resource: without(resource, need) })),
    );
    const before = answersOf(
      await judge(
        careless,
        examples.map(({ resource }) => resource),
      ),
    );
    const after = answersOf(
      await judge(
        careless,
        cases.map(({ resource }) => resource),
      ),
    );
    const decisive = cases.filter(
      ({ rule, whole, resource }) => before.get(`${rule} ${whole}`) !== after.get(`${rule} ${resource.key}`),
    );
    const decided = new Set(decisive.map(({ rule, need }) => `${rule} ${need}`));
    const all = new Set(cases.map(({ rule, need }) => `${rule} ${need}`));
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

/** Facts that decide whether a rule applies, which no example may show since examples pass or fail. */
const deciding: [rule: string, changes: Record<string, unknown>][] = [
  ['container-apparmor-profile', { apparmorProfile: null, engine: { apparmor: false } }],
  ['container-dangerous-capabilities', { capAdd: ['ALL'], capDrop: ['BPF'] }],
  ['container-runs-as-non-root', { user: null, engine: { usernsRemap: true } }],
  ['container-runs-as-non-root', { user: null, engine: { rootless: true } }],
  ['daemon-rootless', { rootless: false }],
  ['engine-remote-api-authorization', { listeners: [] }],
  ['host-docker-group-trusted', { groups: [{ name: 'docker', gid: 999, members: ['alice'] }] }],
  ['image-runs-as-non-root', { os: 'windows' }],
  ['network-default-bridge-shared', { isDefaultBridge: false }],
  ['network-overlay-encrypted', { driver: 'bridge' }],
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
