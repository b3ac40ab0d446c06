import { expect, test } from 'vitest';
import { combine, type Outcome } from '../../../engine/index.ts';
import { contextOf, partOf, ruleOf, type TargetOptions, type Verdicts } from './world.ts';

const rules = [ruleOf('one')];

function judge(
  targets: readonly TargetOptions[],
  options: { verdicts?: Verdicts; traps?: Record<string, number>; excluded?: string[] } = {},
) {
  const world = { rules, targets, ...options };
  return combine([partOf(world)], contextOf(world));
}

function inShort({ status, target, key, reasons }: Outcome): string {
  return `${status} ${target} ${key} ${reasons.map((reason) => reason.code).join(',')}`;
}

test('a complete kind without resources makes a rule not applicable, once a target', () => {
  const result = judge([{ seen: { container: [] } }, { seen: { container: ['a'] } }]);
  expect(result.outcomes.map(inShort)).toEqual(['not-applicable 1 null empty']);
  expect(result.summary).toMatchObject({ complete: true, strict: { low: 1, high: 1, of: 1 } });
});

test('no target that has the kind makes a rule not applicable, once', () => {
  const result = judge([{ seen: { host: ['h'] } }, { seen: { image: [] } }]);
  expect(result.outcomes.map(inShort)).toEqual(['not-applicable null null empty']);
  expect(result.summary.strict).toBeNull();
});

test.each(['partial', 'failed'] as const)(
  'a %s kind with nothing to judge is one gap, not an empty population',
  (status) => {
    const result = judge([{ kinds: { container: { status } } }]);
    expect(result.outcomes.map(inShort)).toEqual(['not-evaluated 1 null not-seen']);
    expect(result.summary).toMatchObject({ complete: false, strict: { low: 0, high: 1, of: 1 } });
  },
);

test('a target that failed before it could say what it has is a gap for every rule', () => {
  const result = judge([{ status: 'failed' }, { seen: { container: ['a'] } }]);
  expect(result.outcomes.map(inShort)).toEqual(['not-evaluated 1 null target-failed']);
  expect(result.summary.complete).toBe(false);
});

test('a kind that was not asked for is a gap', () => {
  const result = judge([{ kinds: { container: { status: 'not-requested' } } }]);
  expect(result.outcomes.map(inShort)).toEqual(['not-evaluated 1 null not-requested']);
});

test('each resource that was expected and not seen is a gap, by name where it has one', () => {
  const unseen = [{ id: 'i', name: 'db', code: 'timeout' as const }];
  const result = judge([
    { seen: { container: ['a'] }, kinds: { container: { status: 'partial', expected: 3, unseen } } },
  ]);
  expect(result.outcomes.map(inShort)).toEqual(['not-evaluated 1 null not-seen', 'not-evaluated 1 null not-seen']);
  expect(result.outcomes.flatMap((each) => each.reasons.map((reason) => reason.message)).sort()).toEqual([
    'db (i) was not read: timeout',
    'listed and not read',
  ]);
  expect(result.summary.counts).toMatchObject({ pass: 1, 'not-evaluated': 2 });
  expect(result.targets[0]!.kinds['container']).toMatchObject({ expected: 3, seen: 1, judged: 1 });
});

test('a partial kind of which everything was seen leaves the run incomplete', () => {
  const result = judge([{ seen: { container: ['a'] }, kinds: { container: { status: 'partial' } } }]);
  expect(result.outcomes).toEqual([]);
  expect(result.summary.complete).toBe(false);
});

test('a rule that is left out says so once a target, with its reason, and is in no score', () => {
  const result = judge(
    [{ seen: { container: ['a', 'b'] } }, { seen: { container: ['c'] } }, { seen: { host: ['h'] } }],
    {
      excluded: ['one'],
    },
  );
  expect(result.outcomes.map(inShort)).toEqual(['excluded 1 null excluded', 'excluded 2 null excluded']);
  expect(result.outcomes[0]!.reasons[0]!.message).toBe('not ours');
  expect(result.summary.strict).toBeNull();
});

test('two traps are errors where they happened, three make the rule an error everywhere', () => {
  const targets = [{ seen: { container: ['a', 'b', 'c'] } }, { seen: { container: ['d'] } }];
  const verdicts: Verdicts = { one: { a: 'error', b: 'fail' } };
  const two = judge(targets, { verdicts, traps: { one: 2 } });
  expect(two.outcomes.map(inShort)).toEqual(['error 1 web-01/a why', 'fail 1 web-01/b ']);
  const three = judge(targets, { verdicts, traps: { one: 3 } });
  expect(three.outcomes.map(inShort)).toEqual([
    'error 1 web-01/a trap',
    'error 1 web-01/b trap',
    'error 1 web-01/c trap',
    'error 2 web-02/d trap',
  ]);
  expect(three.summary).toMatchObject({
    counts: { pass: 0, error: 4 },
    notAssessed: { high: 4 },
    findings: { high: 0 },
  });
});

test('a verdict that got lost on the way stops the run: it would count as a pass', () => {
  const world = { rules, targets: [{ seen: { container: ['a', 'b'] } }] };
  const part = partOf(world);
  const faults = [
    { ...part, counts: [] },
    { ...part, counts: part.counts.map((each) => ({ ...each, counts: { ...each.counts, pass: 1 } })) },
    { ...part, counts: part.counts.map((each) => ({ ...each, counts: { ...each.counts, pass: 3 } })) },
  ];
  for (const fault of faults) {
    expect(() => combine([fault], contextOf(world))).toThrow(expect.objectContaining({ code: 'internal' }));
  }
  const failing = partOf({ ...world, verdicts: { one: { a: 'fail' } } });
  expect(() => combine([{ ...failing, outcomes: [] }], contextOf(world))).toThrow('1 verdicts on 2 resources');
  const stranger = { ...failing, outcomes: failing.outcomes.map((each) => ({ ...each, rule: 'acme/other' })) };
  expect(() => combine([stranger], contextOf(world))).toThrow(expect.objectContaining({ code: 'internal' }));
});

test('a rule outside the scope of a target is excluded there, whatever was found, and judged elsewhere', () => {
  const world = {
    rules,
    targets: [{ seen: { container: ['a'] } }, { seen: { container: ['b'] } }],
    verdicts: { one: { a: 'fail' as const, b: 'fail' as const } },
  };
  const nothing = { on: new Set<string>(), excluded: new Map() };
  const result = combine([partOf(world)], contextOf(world, { scopes: new Map([[2, nothing]]) }));
  expect(result.outcomes.map(inShort)).toEqual(['excluded 2 null excluded', 'fail 1 web-01/a ']);
  expect(result.summary.strict).toEqual({ low: 0, high: 0, of: 1 });
});
