import { expect, test } from 'vitest';
import { countNewFindings, exitVerdict, type Result } from '../../../engine/index.ts';
import { resultOf, type Verdict } from '../../service/store/results.ts';

function world(verdicts: Record<string, Verdict>, state: 'complete' | 'failed' = 'complete'): Result {
  return resultOf({ targets: [{ name: 'a', state, containers: { web: verdicts } }] });
}

const none = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
const baseline = world({ root: 'fail', limit: 'fail', privileged: 'waived' });

test.each<[string, Result, ReturnType<typeof countNewFindings>]>([
  ['the same findings are known', baseline, { fresh: none, known: 2 }],
  ['fixed ones do not count', world({ limit: 'fail' }), { fresh: none, known: 1 }],
  [
    'one whose waiver ended is new',
    world({ root: 'fail', limit: 'fail', privileged: 'fail' }),
    { fresh: { ...none, critical: 1 }, known: 2 },
  ],
  ['a waived one is neither', world({ root: 'waived', limit: 'fail' }), { fresh: none, known: 1 }],
])('%s', (_, result, expected) => {
  expect(countNewFindings(baseline, result)).toEqual(expected);
});

test('everything is new beside a baseline without findings', () => {
  expect(countNewFindings(world({}), baseline)).toEqual({ fresh: { ...none, high: 1, low: 1 }, known: 0 });
});

function verdict(result: Result, failOn: 'high' | 'low'): string {
  const counts = countNewFindings(baseline, result);
  // The sample behind it lists checks that were not made; here nothing else is asked about.
  const summary = { ...result.summary, notAssessed: none };
  const { code, reason } = exitVerdict({ ...result, summary }, { failOn, baseline: { name: 'last week', ...counts } });
  return `${code}: ${reason}`;
}

test('only new findings at or above the threshold make the exit code 1, and the reason says what is known', () => {
  expect(verdict(baseline, 'low')).toBe('0: nothing new at or above low; 2 known from last week');
  const more = world({ root: 'fail', limit: 'fail', privileged: 'fail' });
  expect(verdict(more, 'high')).toBe('1: 1 new finding at or above high; 2 known from last week');
});

test('a target that failed is no pass beside any baseline', () => {
  expect(verdict(world({}, 'failed'), 'high')).toBe('3: incomplete: 1 target failed; 0 known from last week');
});
