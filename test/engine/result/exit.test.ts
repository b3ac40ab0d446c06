import { expect, test } from 'vitest';
import { combine, exitVerdict, type FailOn, type Severity } from '../../../engine/index.ts';
import { contextOf, partOf } from './world.ts';

const empty = combine([partOf({ rules: [], targets: [{}, {}] })], contextOf({ rules: [] }));
const none: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };

function verdict(
  failOn: FailOn,
  findings: Partial<Record<Severity, number>>,
  notAssessed: Partial<Record<Severity, number>> = {},
  failed = false,
): string {
  const targets = empty.targets.map((target, index) =>
    index === 0 && failed ? { ...target, status: 'failed' as const } : target,
  );
  const summary = { ...empty.summary, findings: { ...none, ...findings }, notAssessed: { ...none, ...notAssessed } };
  const { code, reason } = exitVerdict({ targets, summary }, { failOn });
  return `${code}: ${reason}`;
}

test.each<[FailOn, Parameters<typeof verdict>[1], Parameters<typeof verdict>[2], boolean, string]>([
  ['high', {}, {}, false, '0: nothing at or above high'],
  ['high', { medium: 3 }, {}, false, '0: nothing at or above high'],
  ['high', { critical: 2, high: 9, medium: 31 }, {}, false, '1: 11 findings at or above high'],
  ['critical', { high: 1 }, {}, false, '0: nothing at or above critical'],
  ['info', { info: 1 }, {}, false, '1: 1 finding at or above info'],
  ['high', {}, { high: 2, low: 3 }, false, '3: incomplete: 2 checks at or above high not made'],
  ['high', {}, { medium: 1 }, false, '0: nothing at or above high; 1 lesser check not made'],
  ['high', {}, {}, true, '3: incomplete: 1 target failed'],
  [
    'high',
    { high: 1 },
    { high: 1 },
    true,
    '1: 1 finding at or above high; also incomplete: 1 target failed, 1 check at or above high not made',
  ],
  ['none', { critical: 5 }, { critical: 5 }, false, '0: findings are not asked about; 5 checks not made'],
  ['none', { critical: 5 }, {}, true, '3: incomplete: 1 target failed'],
])('--fail-on %s with findings %j, not assessed %j, failed %j', (failOn, findings, notAssessed, failed, expected) => {
  expect(verdict(failOn, findings, notAssessed, failed)).toBe(expected);
});
