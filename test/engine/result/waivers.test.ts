import { expect, test } from 'vitest';
import { type CombineContext, combine, parseWaivers, readWaivers, type Waiver } from '../../../engine/index.ts';
import { contextOf, type PartOptions, partOf, parts, ruleOf } from './world.ts';

const base: Waiver = {
  kind: 'risk-accepted',
  rule: 'acme/one',
  match: { key: '**' },
  reason: 'we know',
  requestedBy: 'a@example.org',
  approvedBy: 'b@example.org',
  expires: '2026-12-31',
};
const failing: PartOptions = {
  rules: [ruleOf('one', { severity: 'medium' }), ruleOf('two', { severity: 'medium' })],
  targets: [
    { seen: { container: ['container/shop/web', 'container/db'] }, labels: { 'container/db': { team: 'data' } } },
  ],
  verdicts: {
    one: {
      'container/shop/web': parts('one', 'web-01/container/shop/web', ['/etc', '/var/run']),
      'container/db': 'fail',
    },
    two: { 'container/db': 'error' },
  },
};

function judge(
  waivers: readonly Partial<Waiver>[],
  world: PartOptions = failing,
  changes: Partial<CombineContext> = {},
) {
  const entries = waivers.map((waiver) => ({ ...base, ...waiver }));
  const named = { name: 'waivers.yaml', digest: 'sha256:x', entries };
  return combine([partOf(world)], contextOf(world, { waivers: named, ...changes }));
}

function statuses(waivers: readonly Partial<Waiver>[], changes: Partial<CombineContext> = {}): string[] {
  return judge(waivers, failing, changes).outcomes.map(({ rule, key, status }) => `${rule} ${key} ${status}`);
}

const untouched = [
  'acme/one web-01/container/db fail',
  'acme/one web-01/container/shop/web fail',
  'acme/two web-01/container/db error',
];

test('a waiver waives what fails and nothing else', () => {
  expect(statuses([])).toEqual(untouched);
  expect(statuses([{ rule: ['acme/one', 'acme/two'] }])).toEqual([
    'acme/one web-01/container/db waived',
    'acme/one web-01/container/shop/web waived',
    'acme/two web-01/container/db error',
  ]);
});

test('waived outcomes count against the strict score only, and their findings are not counted', () => {
  const { summary } = judge([{ match: { key: 'web-01/container/db' } }]);
  expect(summary).toMatchObject({ strict: { low: 1, high: 2, of: 4 }, adjusted: { low: 1, high: 2, of: 3 } });
  expect([summary.counts.waived, summary.findings.medium]).toEqual([1, 2]);
});

test('an outcome is waived when all its findings are; each finding names its waiver', () => {
  const one = judge([{ match: { part: '/etc' } }]).outcomes[1]!;
  expect([one.status, one.findings.map((finding) => finding.waiver)]).toEqual(['fail', [0, undefined]]);
  const both = judge([{ match: { part: '/var/**' } }, { match: { part: '/etc' } }]).outcomes[1]!;
  expect([both.status, both.findings.map((finding) => finding.waiver)]).toEqual(['waived', [1, 0]]);
});

test.each<[Waiver['match'], number[]]>([
  [{ key: 'web-01/container/db' }, [0]],
  [{ key: 'web-01/container/*' }, [0]],
  [{ key: 'web-01/container/**' }, [0, 1]],
  [{ key: '*/container/db' }, [0]],
  [{ key: 'web-01' }, []],
  [{ key: ['nothing', '**/web'] }, [1]],
  [{ labels: { team: 'data' } }, [0]],
  [{ labels: { team: ['shop', 'data'] } }, [0]],
  [{ labels: { team: 'shop' } }, []],
  [{ labels: { __proto__: 'data', constructor: 'x' } }, []],
  [{ labels: { team: 'data' }, key: '**/web' }, []],
  [{ part: '/etc', key: '**/web' }, []],
  [{ imageDigest: 'sha256:1' }, []],
])('match %j', (match, expected) => {
  const waived = statuses([{ match }]).flatMap((text, index) => (text.endsWith('waived') ? [index] : []));
  expect(waived).toEqual(expected);
});

test('the image digest of a container, and the id of an image, can be matched', () => {
  const digest = 'sha256:1';
  const world: PartOptions = {
    rules: [ruleOf('one'), ruleOf('image', { kind: 'image' })],
    targets: [{ seen: { container: ['c'], image: ['i'] } }],
    verdicts: { one: { c: { status: 'fail', imageDigest: digest } }, image: { i: 'fail' } },
  };
  const waivers = [{ rule: ['acme/one', 'acme/image'], match: { imageDigest: [digest, 'id-i'] } }];
  expect(judge(waivers, world).outcomes.map(({ status }) => status)).toEqual(['waived', 'waived']);
  const other = {
    ...world,
    verdicts: { ...world.verdicts, one: { c: { status: 'fail' as const, imageDigest: 'sha256:2' } } },
  };
  expect(judge(waivers, other).outcomes.map(({ rule, status }) => `${rule} ${status}`)).toEqual([
    'acme/image waived',
    'acme/one fail',
  ]);
});

test('of several that match the one that lasts longest is named', () => {
  const short = { expires: '2026-12-01' };
  const long = { expires: '2027-01-31' };
  for (const [waivers, index] of [
    [[short, long], 1],
    [[long, short], 0],
    [[long, long], 0],
  ] as const) {
    const { waivers: uses, outcomes } = judge(waivers);
    expect(uses.applied.map((use) => [use.index, use.findings])).toEqual([[index, 3]]);
    // the other one does nothing, so it can go
    expect(uses.unused.map((use) => use.index)).toEqual([1 - index]);
    expect(outcomes[0]!.findings[0]!.waiver).toBe(0);
  }
});

test('a date lasts to the end of its day in the zone of the report, a time to its second', () => {
  const at = (expires: string, timeZone: string) => {
    const [first] = statuses([{ expires }], { timeZone });
    return first!.split(' ')[2];
  };
  // the snapshot is of 2026-11-22T05:00:00Z
  expect(at('2026-11-22', 'UTC')).toBe('waived');
  expect(at('2026-11-21', 'UTC')).toBe('fail');
  expect(at('2026-11-21', 'America/Los_Angeles')).toBe('waived');
  expect(at('2026-11-21', 'America/New_York')).toBe('fail');
  expect(at('2026-11-22T05:00:00Z', 'UTC')).toBe('fail');
  expect(at('2026-11-22T05:00:01Z', 'UTC')).toBe('waived');
  expect(at('2026-11-22T06:00:01+01:00', 'UTC')).toBe('waived');
});

test('an expired waiver waives nothing and is listed; --as-of moves expiries only', () => {
  const { outcomes, waivers } = judge([{ expires: '2026-11-01' }]);
  expect(outcomes.map((each) => each.status)).toEqual(['fail', 'fail', 'error']);
  expect(waivers.expired.map((use) => [use.index, use.findings])).toEqual([[0, 3]]);
  const earlier = judge([{ expires: '2026-11-01' }], failing, { asOf: '2026-10-31T00:00:00Z' });
  expect(earlier.outcomes[0]!.status).toBe('waived');
  expect([earlier.createdAt, earlier.asOf]).toEqual(['2026-11-22T05:00:00Z', '2026-10-31T00:00:00Z']);
});

test('a waiver lasts at most 365 days, 90 for critical and high, or as configured', () => {
  const severe = { ...failing, rules: [ruleOf('one', { severity: 'high' }), ruleOf('two')] };
  expect(() => judge([{ expires: '2027-11-22' }])).not.toThrow();
  expect(() => judge([{ expires: '2027-11-23' }])).toThrow(expect.objectContaining({ code: 'waiver-invalid' }));
  expect(() => judge([{ expires: '2027-02-20' }], severe)).not.toThrow();
  expect(() => judge([{ expires: '2027-02-21' }], severe)).toThrow('Entry 1 of waivers: it lasts until 2027-02-21');
  expect(() => judge([{ expires: '2027-02-21' }], severe, { waiverDays: { usual: 10, severe: 100 } })).not.toThrow();
});

test('where nobody is there to correct it, a waiver that lasts too long is left out and listed', () => {
  const { waivers, outcomes } = judge([{ expires: '2030-01-01' }, { match: { key: '**/db' } }], failing, {
    unattended: true,
  });
  expect(waivers.refused).toEqual([
    { index: 0, reason: 'it lasts until 2030-01-01, which is more than 365 days ahead' },
  ]);
  expect(waivers.applied.map((use) => use.index)).toEqual([1]);
  expect(outcomes.map((each) => each.status)).toEqual(['waived', 'fail', 'error']);
});

test('entries that could not be read are listed, and the others keep their place in the file', () => {
  const read = readWaivers([{ ...base, reason: '' }, { ...base, expires: '2030-01-01' }, base]);
  const waivers = { name: 'w', digest: 'd', ...read };
  const result = combine([partOf(failing)], contextOf(failing, { waivers, unattended: true }));
  expect(result.waivers.refused?.map((each) => each.index)).toEqual([0, 1]);
  expect(result.waivers.applied.map((use) => use.index)).toEqual([2]);
});

test('unused is said only of what the run looked at', () => {
  const unused = (waiver: Partial<Waiver>, world: PartOptions = failing) =>
    judge([waiver], world).waivers.unused.map((use) => use.index);
  expect(unused({ match: { key: 'web-01/container/gone' } })).toEqual([0]);
  expect(unused({ match: { key: 'web-0*/container/gone' } })).toEqual([0]);
  expect(unused({ match: { key: 'other/container/gone' } })).toEqual([]);
  expect(unused({ rule: 'acme/unknown', match: { key: 'web-01/**' } })).toEqual([]);
  expect(unused({ rule: 'acme/two', match: { key: 'web-01/container/gone' } })).toEqual([]);
  const partly = {
    ...failing,
    targets: [{ ...failing.targets[0], kinds: { container: { status: 'partial' as const } } }],
  };
  expect(unused({ match: { key: 'web-01/container/gone' } }, partly)).toEqual([]);
  const excluded = { ...failing, excluded: ['one'] };
  expect(unused({ match: { key: 'web-01/container/gone' } }, excluded)).toEqual([]);
});

test('a key that a container chooses cannot make the matching slow', () => {
  const key = 'a'.repeat(5000);
  const world: PartOptions = {
    rules: [ruleOf('one')],
    targets: [{ seen: { container: [key] } }],
    verdicts: { one: { [key]: 'fail' } },
  };
  const glob = `${'**a'.repeat(60)}b`;
  expect(judge([{ match: { key: glob } }], world).outcomes[0]!.status).toBe('fail');
});

test('the file holds a list, bare or under its name', () => {
  expect(parseWaivers([base])).toEqual([base]);
  expect(parseWaivers({ waivers: [base] })).toEqual([base]);
  for (const value of [null, 'x', {}, { waivers: 1 }, { waivers: [], more: 1 }]) {
    expect(() => parseWaivers(value)).toThrow(expect.objectContaining({ code: 'waiver-invalid' }));
  }
});

test.each<[string, object]>([
  ['approvedBy', { approvedBy: ' A@example.org' }],
  ['match', { match: {} }],
  ['match.key', { match: { key: '' } }],
  ['rule', { rule: 'no-namespace' }],
  ['rule', { rule: [] }],
  ['expires', { expires: '2026-02-30' }],
  ['expires', { expires: 'tomorrow' }],
  ['expires', { expires: '2026-02-03T25:00:00Z' }],
  ['compensatingControl', { kind: 'compensating-control' }],
  ['kind', { kind: 'because' }],
  ['reason', { reason: '' }],
  ['entry', { more: 1 }],
])('an entry with a wrong %s is refused by number and name', (name, change) => {
  const { entries, errors } = readWaivers([base, { ...base, ...change }, base], { file: 'w.yaml' });
  expect(entries).toEqual([base, base]);
  expect(errors.map((error) => [error.code, error.place])).toEqual([['waiver-invalid', { file: 'w.yaml' }]]);
  expect(errors[0]!.message).toMatch(new RegExp(`^Entry 2 of waivers: ${name.replace('.', '\\.')}`));
});

test('all broken entries are told at once', () => {
  const broken = { ...base, reason: '' };
  expect(() => parseWaivers([broken, base, broken])).toThrow(
    expect.objectContaining({ others: [expect.objectContaining({ code: 'waiver-invalid' })] }),
  );
});
