import fc from 'fast-check';
import { expect, test } from 'vitest';
import { combine, diffResults, type Result, type Status } from '../../../engine/index.ts';
import { contextOf, type PartOptions, partOf, ruleOf } from './world.ts';

function judge(
  verdicts: Record<string, Status>,
  changes: Partial<PartOptions> = {},
  waive: readonly string[] = [],
): Result {
  const world: PartOptions = {
    ...{ rules: [ruleOf('one')], targets: [{ seen: { container: ['a', 'b', 'c'] } }], verdicts: { one: verdicts } },
    ...changes,
  };
  const entries = waive.map((name) => ({
    ...{ kind: 'planned' as const, rule: 'acme/one', match: { key: `web-01/${name}` }, reason: 'x' },
    ...{ requestedBy: 'a', approvedBy: 'b', expires: '2026-12-01' },
  }));
  return combine([partOf(world)], contextOf(world, { waivers: { name: 'w', digest: 'd', entries } }));
}

function diff(earlier: Result, later: Result): Record<string, string[]> {
  const lists = Object.entries(diffResults(earlier, later)) as [string, { key: string | null }[]][];
  return Object.fromEntries(
    lists.filter(([, list]) => list.length > 0).map(([name, list]) => [name, list.map((each) => each.key!)]),
  );
}

test('findings are compared by fingerprint', () => {
  expect(diff(judge({ a: 'fail', b: 'fail' }), judge({ b: 'fail', c: 'fail' }))).toEqual({
    added: ['web-01/c'],
    fixed: ['web-01/a'],
    same: ['web-01/b'],
  });
});

test('a finding that was not looked at again is not fixed', () => {
  const before = judge({ a: 'fail', b: 'fail', c: 'fail' });
  expect(diff(before, judge({ a: 'error', b: 'not-evaluated', c: 'manual' }))).toEqual({
    unknown: ['web-01/a', 'web-01/b', 'web-01/c'],
  });
  const targets = [{ seen: { container: ['b'] }, kinds: { container: { status: 'partial' as const, expected: 3 } } }];
  expect(diff(before, judge({}, { targets }))).toEqual({ fixed: ['web-01/b'], unknown: ['web-01/a', 'web-01/c'] });
});

test('what is no longer there, or no longer asked, is gone and not fixed', () => {
  const before = judge({ a: 'fail', b: 'fail' });
  expect(diff(before, judge({}, { targets: [{ seen: { container: ['a'] } }] }))).toEqual({
    fixed: ['web-01/a'],
    gone: ['web-01/b'],
  });
  expect(diff(before, judge({}, { excluded: ['one'] }))).toEqual({ gone: ['web-01/a', 'web-01/b'] });
  expect(diff(before, judge({ a: 'not-applicable' }))).toEqual({ fixed: ['web-01/b'], gone: ['web-01/a'] });
});

test('waivers that came and went are told apart', () => {
  const fails = { a: 'fail', b: 'fail', c: 'fail' } as const;
  expect(diff(judge(fails, {}, ['a', 'b']), judge(fails, {}, ['b', 'c']))).toEqual({
    newlyWaived: ['web-01/c'],
    noLongerWaived: ['web-01/a'],
    same: ['web-01/b'],
  });
});

test('every finding of either result is in exactly one list', () => {
  const verdicts = fc.dictionary(
    fc.constantFrom('a', 'b', 'c'),
    fc.constantFrom<Status>('fail', 'error', 'manual', 'pass'),
  );
  fc.assert(
    fc.property(verdicts, verdicts, (one, two) => {
      const [earlier, later] = [judge(one), judge(two)];
      const lists = Object.values(diffResults(earlier, later)).flat();
      const prints = (result: Result) =>
        result.outcomes.flatMap((each) => each.findings.map((finding) => finding.fingerprint));
      expect(lists.map((each) => each.fingerprint).sort()).toEqual(
        [...new Set([...prints(earlier), ...prints(later)])].sort(),
      );
    }),
  );
});
