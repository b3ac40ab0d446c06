import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { canonicalJson, evaluate, openJudge, type Policy, type Resource } from '../../../engine/index.ts';
import { now, partOf, policyOf } from '../../support/judged.ts';
import { type FixtureRule, lineOf, linesOf, openFixtureBuilder, resourceOf } from '../../support/policy-fixture.ts';

const place = '"target": r.target, "key": r.key';
const bodies: Record<string, string> = {
  flag: 'some r in input.resources; r.flag == true',
  list: 'some r in input.resources; "x" in r.list',
  text: 'some r in input.resources; startswith(r.text, "a")',
  number: 'some r in input.resources; r.number > 5',
};
const rules: FixtureRule[] = ['container', 'image'].flatMap((kind) => [
  ...Object.entries(bodies).map(([name, body]) => ({
    id: `acme/${kind}-${name}`,
    kind,
    needs: [name],
    rego: `violations contains {${place}, "args": {"name": r.key}} if { ${body} }`,
  })),
  {
    id: `acme/${kind}-parts`,
    kind,
    needs: ['list'],
    runtimes: ['docker'],
    rego: `violations contains {${place}, "part": item, "args": {}} if { some r in input.resources; some item in r.list }`,
  },
  {
    id: `acme/${kind}-conflict`,
    kind,
    rego: `size(n) := 1 if n > 8
      size(n) := 2 if n > 9
      violations contains {${place}, "args": {}} if { some r in input.resources; size(r.number) == 1 }`,
  },
]);

let policy: Policy;
beforeAll(async () => {
  const builder = await openFixtureBuilder();
  // Two bundles of two kinds, and more than one worker from the first resource on.
  const one = await builder.build({ name: 'one', rules: rules.filter(({ id }) => /flag|parts/.test(id)) });
  const two = await builder.build({ name: 'two', rules: rules.filter(({ id }) => !/flag|parts/.test(id)) });
  await builder.close();
  policy = await policyOf([one, two], { workerThreshold: 0 });
});
afterAll(() => policy.close());

const facts = fc.record(
  {
    flag: fc.boolean(),
    list: fc.uniqueArray(fc.constantFrom('x', 'y', 'z', '"', '\\', '}', 'é', '😀', '\u2028')),
    text: fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('a', 'ab,"target":7', '{"', '\\"')),
    number: fc.integer({ min: 0, max: 9 }),
    runtime: fc.constantFrom('docker', 'podman'),
  },
  { requiredKeys: ['number'] },
);
const missing = fc.dictionary(
  fc.constantFrom('flag', 'list', 'text.part', 'other'),
  fc.constantFrom('timeout', 'limit'),
  {
    maxKeys: 2,
  },
);
const resources = fc
  .array(fc.tuple(fc.constantFrom('container', 'image'), fc.integer({ min: 1, max: 2 }), facts, missing), {
    maxLength: 40,
  })
  .map((list) =>
    list
      .map(([kind, target, values, gaps], index) => {
        const head = { kind, target, missing: gaps as Resource['missing'], labels: { flag: 'no', list: 'x' } };
        return resourceOf(`key-${index}`, values, head);
      })
      .sort((left, right) => (left.kind < right.kind ? -1 : left.kind > right.kind ? 1 : left.target - right.target)),
  );

test('neither the batch nor the workers change a byte of a part', async () => {
  const settings = [
    { batch: 1, workers: 1 },
    { batch: 16, workers: 1 },
    { batch: 1_000, workers: 1 },
    { batch: 1, workers: 2 },
    { batch: 16, workers: 2 },
    { batch: 1_000, workers: 2 },
  ];
  await fc.assert(
    fc.asyncProperty(resources, async (list) => {
      const parts = [];
      for (const setting of settings) parts.push(canonicalJson(await partOf(policy, list, setting)));
      expect(new Set(parts).size).toBe(1);
    }),
    { numRuns: 25 },
  );
});

test('every rule has one status on every resource of its kind, and counts agree with outcomes', async () => {
  await fc.assert(
    fc.asyncProperty(resources, fc.integer({ min: 1, max: 50 }), async (list, batch) => {
      const part = await partOf(policy, list, { batch, workers: 2 });
      expect(part.resources).toHaveLength(list.length);
      for (const { rule, kind, target, counts, traps } of part.counts) {
        const population = list.filter((each) => each.kind === kind && each.target === target);
        expect(Object.values(counts).reduce((sum, count) => sum + count)).toBe(population.length);
        if (traps >= 3) continue;
        const own = part.outcomes.filter((outcome) => outcome.rule === rule && outcome.target === target);
        expect(own).toHaveLength(population.length - counts.pass);
      }
    }),
    { numRuns: 50 },
  );
});

test('the order of the lines does not change a part', async () => {
  await fc.assert(
    fc.asyncProperty(resources, async (list) => {
      expect(canonicalJson(await partOf(policy, list.toReversed()))).toBe(canonicalJson(await partOf(policy, list)));
    }),
    { numRuns: 25 },
  );
});

test('the resident form gives what evaluation gives', async () => {
  const judge = await openJudge(policy, { now });
  await fc.assert(
    fc.asyncProperty(resources, async (list) => {
      const few = list.filter((resource) => (resource['number'] as number) < 9);
      const evaluated = [];
      for await (const outcome of evaluate(linesOf(few), policy, { now, batch: 7 })) evaluated.push(outcome);
      expect(few.flatMap((resource) => judge.judge(lineOf(resource)))).toEqual(evaluated);
    }),
    { numRuns: 25 },
  );
  judge.close();
});

test('outcomes come in the order of the lines, whichever worker is first', async () => {
  const list = Array.from({ length: 300 }, (_, index) =>
    resourceOf(String(index).padStart(4, '0'), { flag: true, number: 0, text: 'b', list: [] }),
  );
  const keys = [];
  for await (const { key } of evaluate(linesOf(list), policy, { now, batch: 3, workers: 2 })) keys.push(key);
  expect(keys).toEqual(list.map(({ key }) => key));
});

test('a consumer that stops early leaves nothing running', async () => {
  const list = Array.from({ length: 50 }, (_, index) => resourceOf(`${index}`, { flag: true, number: 0 }));
  for await (const { key } of evaluate(linesOf(list), policy, { now, batch: 1, workers: 2 })) {
    if (key === '3') break;
  }
  const part = await partOf(policy, list.slice(0, 2));
  expect(part.outcomes.map(({ key }) => key)).toEqual(['0', '1']);
});
