import { afterAll, beforeAll, expect, test } from 'vitest';
import { fingerprint, type Outcome, type Policy, type Resource } from '../../../engine/index.ts';
import { partOf, policyOf } from '../../support/judged.ts';
import { type FixtureRule, openFixtureBuilder, resourceOf } from '../../support/policy-fixture.ts';

const place = '"target": r.target, "key": r.key';
const rules: FixtureRule[] = [
  {
    id: 'acme/flag',
    needs: ['privileged', 'user.name'],
    message: '{name} runs as {user.name}',
    rego: `violations contains {${place}, "args": {}} if { some r in input.resources; r.privileged == true }`,
  },
  {
    id: 'acme/part',
    needs: ['mounts.source'],
    message: { writable: 'writable: {path}', hidden: 'hidden: {path}' },
    rego: `violations contains {${place}, "part": m.path, "location": {"pointer": p}, "args": {"path": m.path, "code": m.code}} if {
      some r in input.resources; some i, m in r.mounts; p := sprintf("/mounts/%d", [i])
    }`,
  },
  {
    id: 'acme/other',
    needs: ['state'],
    reasons: { stopped: '{name} is {state}' },
    question: 'Is {name} {why}?',
    rego: `violations contains {${place}, "args": {}} if { some r in input.resources; r.fails == true }
      not_applicable contains {${place}, "code": "stopped", "args": {}} if { some r in input.resources; r.stopped == true }
      unknown contains {${place}, "fact": "state", "code": "parse-error"} if { some r in input.resources; r.state == null }
      review contains {${place}, "args": {"why": r.asks}} if { some r in input.resources; is_string(r.asks) }`,
  },
  {
    id: 'acme/runtime',
    needs: ['state'],
    runtimes: ['docker', 'podman'],
    rego: `violations contains {${place}, "args": {}} if { some r in input.resources; r.fails == true }`,
  },
  {
    id: 'acme/parameter',
    parameters: { most: { schema: { type: 'integer' }, default: 3 } },
    rego: `violations contains {${place}, "args": {"now": data.plimsoll.now, "most": data.plimsoll.params["acme/parameter"].most, "table": data.acme.tables.names}} if {
      some r in input.resources; r.number > data.plimsoll.params["acme/parameter"].most }`,
  },
];

let policy: Policy;
beforeAll(async () => {
  const builder = await openFixtureBuilder();
  const data = { acme: { tables: { names: ['x'] } } };
  policy = await policyOf([await builder.build({ rules, data })]);
  await builder.close();
});
afterAll(() => policy.close());

async function outcomesOf(resource: Resource): Promise<Outcome[]> {
  return (await partOf(policy, [resource])).outcomes;
}

function outcome(rule: string, status: Outcome['status'], content: Partial<Outcome>): Outcome {
  const fixed = { kind: 'container', key: 'a', target: 1, findings: [], reasons: [], questions: [] };
  return { rule, status, origin: 'rego', ...fixed, ...content };
}

test('a resource with nothing wrong has no outcome, only counts', async () => {
  const part = await partOf(policy, [resourceOf('a'), resourceOf('b')]);
  expect(part.outcomes).toEqual([]);
  expect(part.counts.map(({ rule, target, traps, counts }) => [rule, target, traps, counts.pass])).toEqual(
    rules.map(({ id }) => [id, 1, 0, 2]).sort(),
  );
  expect(part.resources.map(({ key }) => key)).toEqual(['a', 'b']);
});

test('a violation is a finding with message, evidence at the needs, fingerprint and image', async () => {
  const imageId = `sha256:${'1'.repeat(64)}`;
  const facts = { privileged: true, user: { name: 'root', uid: 0 }, imageId };
  expect(await outcomesOf(resourceOf('a', facts))).toEqual([
    outcome('acme/flag', 'fail', {
      imageDigest: imageId,
      findings: [
        {
          part: null,
          message: 'a runs as root',
          location: null,
          evidence: [
            { fact: 'privileged', value: true },
            { fact: 'user.name', value: 'root' },
          ],
          fingerprint: fingerprint('acme/flag', 'container', 'a', null),
        },
      ],
    }),
  ]);
});

test('findings with parts are sorted by part and take the message of their code', async () => {
  const mounts = [
    { path: '/z', code: 'writable', source: '/1' },
    { path: '/b', code: 'hidden', source: '/2' },
  ];
  const [found, ...others] = await outcomesOf(resourceOf('a', { mounts }));
  expect(others).toEqual([]);
  expect(found!.findings.map(({ part, message, location }) => [part, message, location])).toEqual([
    ['/b', 'hidden: /b', { pointer: '/mounts/1' }],
    ['/z', 'writable: /z', { pointer: '/mounts/0' }],
  ]);
  expect(found!.findings[0]!.evidence).toEqual([
    { fact: 'args.code', value: 'hidden' },
    { fact: 'args.path', value: '/b' },
    { fact: 'mounts.source', value: ['/1', '/2'] },
  ]);
});

test('a code without a message is an error, not a lost finding', async () => {
  const [found] = await outcomesOf(resourceOf('a', { mounts: [{ path: '/z', code: 'new', source: '/1' }] }));
  expect([found!.status, found!.reasons[0]!.code, found!.findings]).toEqual(['error', 'malformed', []]);
});

test('not-applicable goes before fail and manual, unknown before not-applicable', async () => {
  const both = { fails: true, asks: 'ready', state: 'exited', stopped: true, runtime: 'docker' };
  const named = async (facts: Record<string, unknown>) =>
    (await outcomesOf(resourceOf('a', facts))).find(({ rule }) => rule === 'acme/other');
  expect(await named(both)).toEqual(
    outcome('acme/other', 'not-applicable', { reasons: [{ code: 'stopped', message: 'a is exited' }] }),
  );
  expect((await named({ ...both, stopped: false }))!.status).toBe('fail');
  expect(await named({ asks: 'ready', state: 'running' })).toEqual(
    outcome('acme/other', 'manual', {
      questions: [
        {
          text: 'Is a ready?',
          evidence: [
            { fact: 'args.why', value: 'ready' },
            { fact: 'state', value: 'running' },
          ],
        },
      ],
    }),
  );
  const unknown = await named({ ...both, state: null });
  expect([unknown!.status, unknown!.reasons.map(({ code, fact }) => [code, fact])]).toEqual([
    'not-evaluated',
    [['parse-error', 'state']],
  ]);
});

test('a missing need discards what the rule said; an ancestor or a descendant counts', async () => {
  const facts = { privileged: true };
  for (const fact of ['privileged', 'user', 'user.name', 'user.name.first']) {
    const part = await partOf(policy, [resourceOf('a', facts, { missing: { [fact]: 'permission-denied' } })]);
    expect(
      part.outcomes.map(({ rule, status, reasons }) => [rule, status, reasons[0]!.code, reasons[0]!.fact]),
    ).toEqual([['acme/flag', 'not-evaluated', 'permission-denied', fact]]);
    expect(part.gaps).toEqual([
      { kind: 'container', target: 1, fact, code: 'permission-denied', resources: 1, checks: 1 },
    ]);
  }
  const other = await partOf(policy, [
    resourceOf('a', facts, { missing: { 'user.uid': 'timeout', username: 'limit' } }),
  ]);
  expect(other.outcomes.map(({ status, rule }) => [status, rule])).toEqual([['error', 'acme/flag']]);
  expect(other.gaps.map(({ fact, checks }) => [fact, checks])).toEqual([
    ['user.uid', 0],
    ['username', 0],
  ]);
});

test('a rule for certain runtimes does not apply to others, whatever it needs, and is open where none is known', async () => {
  const statusOf = async (facts: Record<string, unknown>, missing: Resource['missing'] = {}) =>
    (await outcomesOf(resourceOf('a', facts, { missing })))
      .filter(({ rule }) => rule === 'acme/runtime')
      .map(({ status, reasons }) => [status, reasons.map(({ code }) => code).join()]);
  expect(await statusOf({ runtime: 'kubernetes', fails: true })).toEqual([['not-applicable', 'runtime']]);
  expect(await statusOf({ runtime: 'kubernetes' }, { state: 'not-supported' })).toEqual([
    ['not-applicable', 'runtime'],
  ]);
  expect(await statusOf({ runtime: 'podman', fails: true })).toEqual([['fail', '']]);
  expect(await statusOf({}, { runtime: 'timeout' })).toEqual([['not-evaluated', 'timeout']]);
});

test('rules read parameters, tables and the time of the snapshot, and nothing else of the engine', async () => {
  const [found] = await outcomesOf(resourceOf('a', { number: 4 }));
  expect(found!.findings[0]!.evidence).toEqual([
    { fact: 'args.most', value: 3 },
    { fact: 'args.now', value: '2026-03-01T12:00:00Z' },
    { fact: 'args.table', value: ['x'] },
  ]);
  expect(await outcomesOf(resourceOf('a', { number: 3 }))).toEqual([]);
});

test('a resource above the limit for lines is not evaluated by any rule', async () => {
  const { plan } = policy;
  const small = { ...policy, plan: { ...plan, limits: { ...plan.limits, resourceLineBytes: 200 } } };
  const part = await partOf(small, [resourceOf('a'), resourceOf('b', { privileged: true, text: 'x'.repeat(300) })]);
  expect(part.outcomes.map(({ key, status, reasons }) => [key, status, reasons[0]!.code])).toEqual(
    rules.map(() => ['b', 'not-evaluated', 'limit']),
  );
});
