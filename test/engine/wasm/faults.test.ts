import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bundle, evaluate, type LimitName, type Policy, type Resource } from '../../../engine/index.ts';
import { brief, now, partOf, policyOf } from '../../support/judged.ts';
import { type FixtureRule, linesOf, openFixtureBuilder, resourceOf } from '../../support/policy-fixture.ts';

const place = '"target": r.target, "key": r.key';

function faulty(id: string, body: string): FixtureRule {
  return { id, rego: `violations contains {${place}, "args": {}} if { some r in input.resources; ${body} }` };
}

/** Fails where it should, so that other rules' faults can be seen not to touch it. */
const sound = faulty('acme/sound', 'r.privileged == true');
const conflict: FixtureRule = {
  id: 'acme/conflict',
  rego: `size(n) := 1 if n > 1
    size(n) := 2 if n > 2
    violations contains {${place}, "args": {}} if { some r in input.resources; size(r.n) == 1 }`,
};
// Comparing members of two sets takes time and no memory.
const endless = faulty(
  'acme/endless',
  `r.loops == true
    names := {format_int(n, 10) | some n in numbers.range(1, 60000)}
    others := {upper(concat("", ["x", name])) | some name in names}
    some name in names; some other in others; name == other`,
);
const greedy = faulty('acme/greedy', 'r.grows == true; count(numbers.range(1, 100000000)) == 1');
const many = faulty('acme/many', 'r.many == true');
many.rego = `violations contains {${place}, "part": format_int(i, 10), "args": {}} if {
  some r in input.resources; some i in numbers.range(1, r.many) }`;

let builder: Awaited<ReturnType<typeof openFixtureBuilder>>;
beforeAll(async () => {
  builder = await openFixtureBuilder();
});
afterAll(() => builder.close());

async function withPolicy<T>(
  rules: readonly FixtureRule[],
  limits: Partial<Record<LimitName, number>>,
  use: (policy: Policy) => Promise<T>,
): Promise<T> {
  const policy = await policyOf([await builder.build({ rules })], limits);
  try {
    return await use(policy);
  } finally {
    await policy.close();
  }
}

describe('a rule that traps', () => {
  const resources = ['a', 'b', 'c', 'd', 'e', 'f'].map((key, index) => resourceOf(key, { n: index, privileged: true }));

  test('is an error on the resources concerned only, and other rules are not touched', async () => {
    await withPolicy([conflict, sound], {}, async (policy) => {
      for (const batch of [1, 2, 1_000]) {
        const part = await partOf(policy, resources.slice(0, 4), { batch });
        expect(brief(part.outcomes)).toEqual([
          'acme/conflict c fail',
          'acme/conflict d error trap',
          ...['a', 'b', 'c', 'd'].map((key) => `acme/sound ${key} fail`),
        ]);
        const count = part.counts.find(({ rule }) => rule === 'acme/conflict')!;
        expect([count.traps, count.counts.pass, count.counts.fail, count.counts.error]).toEqual([1, 2, 1, 1]);
      }
    });
  });

  test('three times is left to combine: only errors are counted, whatever the batches', async () => {
    await withPolicy([conflict, sound], { workerThreshold: 0 }, async (policy) => {
      for (const [batch, workers] of [
        [1, 1],
        [1, 2],
        [4, 2],
        [1_000, 1],
      ] as const) {
        const part = await partOf(policy, resources, { batch, workers });
        expect(brief(part.outcomes)).toEqual(resources.map(({ key }) => `acme/sound ${key} fail`));
        const count = part.counts.find(({ rule }) => rule === 'acme/conflict')!;
        expect([count.traps, count.counts.pass, count.counts.fail, count.counts.error]).toEqual([3, 0, 0, 6]);
      }
    });
  });
});

test('a rule that trapped three times is not run any more, and says so', async () => {
  await withPolicy([conflict], {}, async (policy) => {
    const resources = [5, 5, 5, 0].map((n, index) => resourceOf(`${index}`, { n }));
    const seen: string[] = [];
    for await (const { key, status, reasons } of evaluate(linesOf(resources), policy, { now, batch: 1, workers: 1 })) {
      seen.push(`${key} ${status} ${reasons[0]!.message.includes('not run any more')}`);
    }
    expect(seen).toEqual(['0 error false', '1 error false', '2 error false', '3 error true']);
  });
});

test('an endless rule is ended at the deadline, and only its resource is in error', async () => {
  await withPolicy([endless, sound], { batchMilliseconds: 3_000 }, async (policy) => {
    const resources = [resourceOf('a', { loops: true, privileged: true }), resourceOf('b', { privileged: true })];
    const { outcomes } = await partOf(policy, resources);
    expect(brief(outcomes)).toEqual(['acme/endless a error timeout', 'acme/sound a fail', 'acme/sound b fail']);
    expect(outcomes[0]!.reasons[0]!.message).toContain('batchMilliseconds (3000)');
  });
});

test('a rule that takes too much memory is an error that names the limit, and the next batch is well', async () => {
  await withPolicy([greedy, sound], { wasmMemoryBytes: 64 * 1024 * 1024 }, async (policy) => {
    const resources = [resourceOf('a', { grows: true }), resourceOf('b', { privileged: true })];
    const { outcomes } = await partOf(policy, resources, { batch: 1 });
    expect(brief(outcomes)).toEqual(['acme/greedy a error memory', 'acme/sound b fail']);
    expect(outcomes[0]!.reasons[0]!.message).toContain('wasmMemoryBytes');
  });
});

test('more findings than the limit are one error; as many as the limit are all there', async () => {
  await withPolicy([many, sound], { findingsPerOutcome: 10_000 }, async (policy) => {
    const resources = [resourceOf('a', { many: 100_000, privileged: true }), resourceOf('b', { many: 10_000 })];
    const { outcomes } = await partOf(policy, resources);
    expect(brief(outcomes)).toEqual(['acme/many a error limit', 'acme/many b fail', 'acme/sound a fail']);
    expect(outcomes.find(({ status }) => status === 'error')!.findings).toEqual([]);
    const parts = outcomes
      .find(({ rule, key }) => rule === 'acme/many' && key === 'b')!
      .findings.map(({ part }) => part);
    expect(new Set(parts).size).toBe(10_000);
    expect(parts).toEqual(parts.toSorted());
  });
});

describe('output that breaks the contract is an error of its rule, never lost', () => {
  const cases: [string, string][] = [
    ['args that are no object', `{${place}, "args": 5}`],
    ['a part that is a number', `{${place}, "args": {}, "part": 3}`],
    ['a member that is not known', `{${place}, "args": {}, "resource": r}`],
    ['a location of another form', `{${place}, "args": {}, "location": "line 3"}`],
    ['a key that is no text', '{"target": r.target, "key": 3, "args": {}}'],
    ['a resource that was not given', '{"target": r.target, "key": "other", "args": {}}'],
    ['another target', '{"target": 7, "key": r.key, "args": {}}'],
    ['no object at all', '"bad"'],
  ];
  let bundle: Bundle;
  let policy: Policy;
  beforeAll(async () => {
    const rules = cases.map(([, value], index) => ({
      id: `acme/case-${String.fromCharCode(97 + index)}`,
      rego: `violations contains ${value} if { some r in input.resources; r.bad == true }`,
    }));
    bundle = await builder.build({ rules: [...rules, sound] });
    policy = await policyOf([bundle]);
  });
  afterAll(() => policy.close());

  test.each(cases.map(([name], index) => [name, `acme/case-${String.fromCharCode(97 + index)}`]))(
    '%s',
    async (_, id) => {
      const resources: Resource[] = [
        resourceOf('a', { bad: false, privileged: true }),
        resourceOf('b', { bad: true }),
        resourceOf('c', { bad: false }),
      ];
      for (const batch of [1, 2, 64]) {
        const { outcomes } = await partOf(policy, resources, { batch });
        expect(brief(outcomes).filter((line) => line.startsWith(id))).toEqual([`${id} b error malformed`]);
        expect(brief(outcomes)).toContain('acme/sound a fail');
      }
    },
  );
});
