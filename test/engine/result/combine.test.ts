import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, combine, type Part, Result, Status } from '../../../engine/index.ts';
import {
  contextOf,
  frameworkOf,
  type PartOptions,
  partOf,
  parts,
  ruleOf,
  severityOrder,
  type TargetOptions,
} from './world.ts';

const kinds = ['container', 'image', 'host'];
const keys = ['r1', 'r2', 'r3', 'é', '😀', '\uffee', '__proto__'];
const statuses = ['pass', 'fail', 'error', 'not-evaluated', 'manual', 'not-applicable'] as const;

/** Any world: rules, targets with gaps, verdicts of every sort. */
const worlds: fc.Arbitrary<PartOptions> = fc
  .record({
    rules: fc.uniqueArray(
      fc.record({
        id: fc.constantFrom('a', 'b', 'c', 'd'),
        kind: fc.constantFrom(...kinds),
        severity: fc.constantFrom(...severityOrder),
      }),
      { selector: (rule) => rule.id, maxLength: 4 },
    ),
    excluded: fc.subarray(['a', 'b']),
    targets: fc.array(targetsOf(), { minLength: 1, maxLength: 3 }),
    seed: fc.array(fc.constantFrom(...statuses), { minLength: 40, maxLength: 40 }),
    traps: fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.integer({ min: 0, max: 4 })),
  })
  .map(({ rules, excluded, targets, seed, traps }) => {
    const verdicts = Object.fromEntries(
      rules.map(({ id }, rule) => [id, Object.fromEntries(keys.map((key, at) => [key, seed[(rule * 7 + at) % 40]!]))]),
    );
    return { rules: rules.map(({ id, ...rest }) => ruleOf(id, rest)), excluded, targets, verdicts, traps };
  });

function targetsOf(): fc.Arbitrary<TargetOptions> {
  const seen = fc.dictionary(fc.constantFrom(...kinds), fc.subarray(keys));
  const gaps = fc.dictionary(
    fc.constantFrom(...kinds),
    fc.record({ status: fc.constantFrom('complete', 'partial', 'failed', 'not-requested'), more: fc.nat({ max: 2 }) }),
  );
  return fc.record({ seen, gaps }).map(({ seen: own, gaps: open }) => ({
    seen: own,
    kinds: Object.fromEntries(
      Object.entries(open).map(([kind, { status, more }]) => {
        const count = own[kind]?.length ?? 0;
        const expected = status === 'complete' || status === 'not-requested' ? count : count + more;
        return [kind, { status: status as 'complete', expected, seen: count }];
      }),
    ),
  }));
}

/** Cuts a part in two or more at resource boundaries, in any order. */
function shards(part: Part, cuts: readonly number[]): Part[] {
  const groups = Map.groupBy(part.resources, (_, index) => cuts[index % cuts.length] ?? 0);
  const pieces = [...groups.values()].map((resources, index): Part => {
    const names = new Set(resources.map((each) => `${each.kind} ${each.target} ${each.key}`));
    const outcomes = part.outcomes.filter((each) => names.has(`${each.kind} ${each.target} ${each.key}`));
    const counts = part.counts.flatMap((each) => {
      const here = resources.filter(({ kind, target }) => kind === each.kind && target === each.target).length;
      const own = outcomes.filter(({ rule, target }) => rule === each.rule && target === each.target);
      if (here === 0 && index > 0) return [];
      const count = Object.fromEntries(
        Status.options.map((status) => [status, own.filter((outcome) => outcome.status === status).length]),
      ) as typeof each.counts;
      return [{ ...each, counts: { ...count, pass: here - own.length }, traps: index === 0 ? each.traps : 0 }];
    });
    return { ...part, resources, outcomes, counts, gaps: index === 0 ? part.gaps : [] };
  });
  return pieces.length === 0 ? [part] : pieces;
}

test('the parts of a snapshot give the same bytes in any number and order', () => {
  const cases = worlds.chain((world) =>
    fc.record({
      world: fc.constant(world),
      cuts: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 20 }),
      turn: fc.array(fc.nat(), { minLength: 6, maxLength: 6 }),
    }),
  );
  fc.assert(
    fc.property(cases, ({ world, cuts, turn }) => {
      const part = partOf(world);
      const context = contextOf(world);
      const pieces = shards(part, cuts)
        .map((piece, index) => ({ piece, rank: turn[index % turn.length]! }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ piece }) => ({
          ...piece,
          resources: piece.resources.toReversed(),
          outcomes: piece.outcomes.toReversed(),
          counts: piece.counts.toReversed(),
        }));
      expect(canonicalJson(combine(pieces, context))).toBe(canonicalJson(combine([part], context)));
    }),
    { numRuns: 300 },
  );
});

test('statuses add up to resources × rules, and gaps and exclusions come on top', () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const part = partOf(world);
      const context = contextOf(world);
      const result = combine([part], context);
      const { resolved } = context;
      let judged = 0;
      for (const rule of resolved.rules) {
        const on = resolved.on.includes(rule.id);
        const population = part.resources.filter((resource) => resource.kind === rule.kind).length;
        judged += on ? population : 0;
        const own = result.rules.find((each) => each.id === rule.id)!;
        const total = own.counts.flatMap(({ counts }) => Object.values(counts)).reduce((a, b) => a + b, 0);
        const without = result.outcomes.filter((each) => each.rule === rule.id && each.key === null);
        const placed = without.filter((each) => each.target !== null).length;
        expect(total - placed).toBe(on ? population : 0);
        expect(without.length).toBeGreaterThanOrEqual(population === 0 || !on ? 1 : 0);
      }
      const withoutKey = result.outcomes.filter((each) => each.key === null).length;
      const all = Object.values(result.summary.counts).reduce((a, b) => a + b, 0);
      expect(all).toBe(judged + withoutKey);
      const { pass, ...others } = result.summary.counts;
      expect(result.outcomes).toHaveLength(Object.values(others).reduce((a, b) => a + b, 0));
      expect(pass).toBe(judged - result.outcomes.filter((each) => each.key !== null).length);
    }),
    { numRuns: 300 },
  );
});

test('a result fits its schema and its text reads back as the same', () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const frameworks = [frameworkOf([{ rules: world.rules.map((rule) => rule.id) }, { id: '2.1' }])];
      const result = combine([partOf(world)], contextOf({ ...world, frameworks }));
      expect(Result.parse(JSON.parse(canonicalJson(result)))).toEqual(JSON.parse(canonicalJson(result)));
    }),
    { numRuns: 100 },
  );
});

test('the score range holds whatever the unknown turns out to be', () => {
  fc.assert(
    fc.property(worlds, fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }), (world, coins) => {
      const verdicts = world.verdicts!;
      let at = 0;
      const decided = Object.fromEntries(
        Object.entries(verdicts).map(([rule, own]) => [
          rule,
          Object.fromEntries(
            Object.entries(own).map(([key, status]) => {
              at += 1;
              const open = status === 'error' || status === 'not-evaluated';
              return [key, open ? (coins[at % 10] ? 'pass' : 'fail') : status] as const;
            }),
          ),
        ]),
      );
      const before = combine([partOf({ ...world, traps: {} })], contextOf(world)).summary.strict;
      const after = combine([partOf({ ...world, traps: {}, verdicts: decided })], contextOf(world)).summary.strict;
      expect(after?.of).toBe(before?.of);
      if (before === null || after === null) return;
      expect(before.low).toBeLessThanOrEqual(after.low);
      expect(after.high).toBeLessThanOrEqual(before.high);
    }),
    { numRuns: 200 },
  );
});

test('outcomes are sorted by severity, rule and key, and controls without rules come last', () => {
  const rules = [ruleOf('b'), ruleOf('a'), ruleOf('z', { severity: 'critical' })];
  const verdicts = { a: { y: 'fail', x: 'fail' }, b: { x: 'fail' }, z: { y: 'fail' } } as const;
  const world = { rules, targets: [{ seen: { container: ['x', 'y'] } }], verdicts, frameworks: [frameworkOf([{}])] };
  const result = combine([partOf(world)], contextOf(world));
  expect(result.outcomes.map(({ rule, control, key }) => `${rule ?? control} ${key}`)).toEqual([
    'acme/z web-01/y',
    'acme/a web-01/x',
    'acme/a web-01/y',
    'acme/b web-01/x',
    'frame-1:1.1 null',
  ]);
});

test('findings, reasons and questions of an outcome have one order, whatever the engine gave', () => {
  const rules = [ruleOf('a'), ruleOf('b')];
  const reasons = ['y', 'x'].map((code) => ({ code, message: 'm' }));
  const questions = ['q2', 'q1'].map((text) => ({ text, evidence: [] }));
  const verdicts = {
    a: { c: parts('a', 'web-01/c', ['z', '\uffee', '😀', 'a']) },
    b: { c: { status: 'manual' as const, reasons, questions } },
  };
  const world = { rules, targets: [{ seen: { container: ['c'] } }], verdicts };
  const [a, b] = combine([partOf(world)], contextOf(world)).outcomes;
  expect(a!.findings.map((finding) => finding.part)).toEqual(['a', 'z', '\uffee', '😀']);
  expect(b!.reasons.map((reason) => reason.code)).toEqual(['x', 'y']);
  expect(b!.questions.map((question) => question.text)).toEqual(['q1', 'q2']);
});

test('several snapshots keep the order they were given in, each with targets of its own', () => {
  const rules = [ruleOf('a')];
  const one = partOf({
    rules,
    targets: [
      { name: 'x', seen: { container: ['c'] } },
      { name: 'y', seen: { container: [] } },
    ],
  });
  const two = partOf({
    ...{ rules, createdAt: '2026-11-23T05:00:00Z', verdicts: { a: { c: 'fail' } } },
    targets: [{ name: 'z', seen: { container: ['c'] } }],
  });
  const result = combine([two, one], contextOf({ rules }, { snapshots: [one.snapshot.digest, two.snapshot.digest] }));
  expect(result.targets.map(({ id, name, snapshot }) => [id, name, snapshot])).toEqual([
    [1, 'x', 0],
    [2, 'y', 0],
    [3, 'z', 1],
  ]);
  expect(result.createdAt).toBe('2026-11-23T05:00:00Z');
  expect(result.outcomes.map(({ target, key, status }) => [target, key, status])).toEqual([
    [2, null, 'not-applicable'],
    [3, 'z/c', 'fail'],
  ]);
  expect(combine([two, one], contextOf({ rules })).inputs.snapshots.map((each) => each.digest)).toEqual([
    two.snapshot.digest,
    one.snapshot.digest,
  ]);
});

test('a resource that two snapshots hold is refused, also when one snapshot is given twice', () => {
  const rules = [ruleOf('a')];
  const world = { rules, targets: [{ seen: { container: ['c'] } }] };
  const one = partOf(world);
  const two = partOf({ ...world, createdAt: '2026-11-23T05:00:00Z' });
  for (const parts of [
    [one, two],
    [one, one],
  ]) {
    expect(() => combine(parts, contextOf(world))).toThrow(expect.objectContaining({ code: 'snapshot-repeated' }));
  }
  const elsewhere = partOf({ rules, targets: [{ name: 'other', seen: { container: ['c'] } }] });
  expect(combine([one, elsewhere], contextOf(world)).resources).toHaveLength(2);
});

test('gaps of parts are summed and what was found and not audited is listed once', () => {
  const rules = [ruleOf('a')];
  const part = partOf({ rules, targets: [{ seen: { container: ['c', 'd'] } }] });
  part.snapshot.end.found.push({ engine: 'podman', path: '/run/podman.sock', target: 'podman' });
  const gap = { kind: 'container', target: 1, fact: 'image', code: 'timeout', resources: 1, checks: 2 };
  const [one, two] = [part.resources.slice(0, 1), part.resources.slice(1)].map((resources) => ({
    ...{ ...part, resources, gaps: [gap] },
    counts: part.counts.map((each) => ({ ...each, counts: { ...each.counts, pass: 1 } })),
  }));
  const result = combine([one!, two!], contextOf({ rules }));
  expect(result.targets[0]!.gaps).toEqual([
    { kind: 'container', fact: 'image', code: 'timeout', resources: 2, checks: 4 },
  ]);
  expect(result.found).toEqual([{ engine: 'podman', path: '/run/podman.sock', target: 'podman' }]);
});
