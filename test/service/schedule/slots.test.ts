import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jitterOf, nextSlots, slotsBetween } from '../../../service/schedule/index.ts';
import { walkMinutes } from './minute-walk.ts';
import { schedule, short } from './schedules.ts';

const next = (settings: Record<string, unknown>, after: string, count: number) =>
  short(nextSlots(schedule(settings), after, count).map(({ at }) => at));

describe('a time that the clock jumps over is due right after the jump', () => {
  test.each([
    ['Europe/Berlin', '02:30', '2026-03-28T12:00:00Z', ['2026-03-29 01:00', '2026-03-30 00:30']],
    ['America/New_York', '02:30', '2026-03-07T12:00:00Z', ['2026-03-08 07:00', '2026-03-09 06:30']],
    // Half an hour: 02:00 becomes 02:30.
    ['Australia/Lord_Howe', '02:15', '2026-10-03T00:00:00Z', ['2026-10-03 15:30', '2026-10-04 15:15']],
  ])('%s %s', (timeZone, at, after, expected) => {
    expect(next({ every: 'day', at, timeZone }, after, 2)).toEqual(expected);
  });
});

describe('a time that the clock shows twice is due once, the first time', () => {
  test.each([
    ['Europe/Berlin', '02:30', '2026-10-24T12:00:00Z', ['2026-10-25 00:30', '2026-10-26 01:30']],
    ['America/New_York', '01:30', '2026-10-31T12:00:00Z', ['2026-11-01 05:30', '2026-11-02 06:30']],
    ['Australia/Lord_Howe', '01:45', '2026-04-04T00:00:00Z', ['2026-04-04 14:45', '2026-04-05 15:15']],
  ])('%s %s', (timeZone, at, after, expected) => {
    expect(next({ every: 'day', at, timeZone }, after, 2)).toEqual(expected);
  });
});

test('every hour is every hour of real time through both changes of the clocks', () => {
  const hourly = schedule({ cron: '0 * * * *', timeZone: 'Europe/Berlin' });
  for (const [after, until] of [
    ['2026-03-28T12:00:00.000Z', '2026-03-29T12:00:00.000Z'],
    ['2026-10-24T12:00:00.000Z', '2026-10-25T12:00:00.000Z'],
  ] as const) {
    const slots = slotsBetween(hourly, after, until, 100).map((at) => Date.parse(at));
    expect(slots).toEqual(Array.from({ length: 24 }, (_, index) => Date.parse(after) + (index + 1) * 3_600_000));
  }
});

describe('calendar periods', () => {
  const after = '2027-11-30T12:00:00Z';
  test.each([
    [{ every: 'week', at: '06:00' }, ['2027-12-06 06:00', '2027-12-13 06:00']],
    [{ every: 'week', on: 'sun', at: '06:00' }, ['2027-12-05 06:00', '2027-12-12 06:00']],
    [{ every: 'month', at: '06:00' }, ['2027-12-01 06:00', '2028-01-01 06:00', '2028-02-01 06:00']],
    [{ every: 'month', on: 'last', at: '06:00' }, ['2027-12-31 06:00', '2028-01-31 06:00', '2028-02-29 06:00']],
    [{ every: 'month', on: 29, at: '06:00' }, ['2027-12-29 06:00', '2028-01-29 06:00', '2028-02-29 06:00']],
    [{ every: 'month', on: 30, at: '06:00' }, ['2027-12-30 06:00', '2028-01-30 06:00', '2028-02-29 06:00']],
    [
      { every: 'month', on: 31, at: '06:00' },
      ['2027-12-31 06:00', '2028-01-31 06:00', '2028-02-29 06:00', '2028-03-31 06:00', '2028-04-30 06:00'],
    ],
    [{ every: 'quarter', at: '06:00' }, ['2028-01-01 06:00', '2028-04-01 06:00', '2028-07-01 06:00']],
    [{ every: 'quarter', on: 'last', at: '06:00' }, ['2027-12-31 06:00', '2028-03-31 06:00', '2028-06-30 06:00']],
    [
      { every: 'quarter', on: 31, at: '06:00' },
      ['2028-01-31 06:00', '2028-05-01 06:00', '2028-07-31 06:00', '2028-10-31 06:00'],
    ],
  ])('%j', (settings, expected) => {
    expect(next(settings, after, expected.length)).toEqual(expected);
  });

  test('the last of February is its 28th in three years and its 29th in the fourth', () => {
    const monthly = schedule({ every: 'month', on: 31, at: '00:00' });
    const februaries = slotsBetween(monthly, '2025-01-01T00:00:00Z', '2029-01-01T00:00:00Z', 100).filter((at) =>
      at.includes('-02-'),
    );
    expect(short(februaries)).toEqual(['2025-02-28 00:00', '2026-02-28 00:00', '2027-02-28 00:00', '2028-02-29 00:00']);
  });
});

describe('days of crontab', () => {
  const after = '2026-01-01T00:00:00Z';
  test.each([
    // Either field, where both name days.
    ['0 0 13 * 5', ['2026-01-02 00:00', '2026-01-09 00:00', '2026-01-13 00:00']],
    ['0 0 1-7 * mon', ['2026-01-02 00:00', '2026-01-03 00:00', '2026-01-04 00:00']],
    // Both, where one begins with a star.
    ['0 0 13 * *', ['2026-01-13 00:00', '2026-02-13 00:00', '2026-03-13 00:00']],
    ['0 0 */10 * 5', ['2026-05-01 00:00', '2026-07-31 00:00', '2026-08-21 00:00']],
    ['0 0 29 feb *', ['2028-02-29 00:00', '2032-02-29 00:00', '2036-02-29 00:00']],
    ['0 0 * * 7', ['2026-01-04 00:00', '2026-01-11 00:00', '2026-01-18 00:00']],
    ['0 12 1 */20 *', ['2026-01-01 12:00', '2027-01-01 12:00', '2028-01-01 12:00']],
  ])('%s', (cron, expected) => {
    expect(next({ cron }, after, 3)).toEqual(expected);
  });
});

const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'America/Santiago'];
const field = (least: number, most: number) => {
  const value = fc.integer({ min: least, max: most });
  const range = fc.tuple(value, value).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
  const step = fc.integer({ min: 2, max: Math.min(20, most - least) });
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant('*') },
    { weight: 3, arbitrary: value.map(String) },
    { weight: 2, arbitrary: fc.uniqueArray(value, { minLength: 2, maxLength: 3 }).map((all) => all.join(',')) },
    { weight: 1, arbitrary: range },
    { weight: 1, arbitrary: step.map((each) => `*/${each}`) },
  );
};
const crons = fc
  .tuple(field(0, 59), field(0, 4), field(1, 31), field(1, 12), field(0, 6))
  .map((fields) => fields.join(' '));
// Days around which some of the zones change their clocks, and others.
const days = [
  '2026-03-08',
  '2026-03-29',
  '2026-04-05',
  '2026-09-06',
  '2026-10-04',
  '2026-10-25',
  '2026-11-01',
  '2028-02-28',
];

test('slots strictly increase, and are those that a walk over every minute finds', () => {
  fc.assert(
    fc.property(
      crons,
      fc.constantFrom(...zones),
      fc.constantFrom(...days),
      fc.integer({ min: 0, max: 36 * 60 * 60 }),
      (cron, timeZone, day, offset) => {
        const after = Date.parse(`${day}T00:00:00Z`) - 24 * 3_600_000 + offset * 1000;
        const until = after + 2 * 24 * 3_600_000;
        let hourly: ReturnType<typeof schedule>;
        try {
          hourly = schedule({ cron, timeZone });
        } catch {
          return;
        }
        const iso = (time: number) => new Date(time).toISOString();
        const slots = slotsBetween(hourly, iso(after), iso(until), 10_000);
        expect(slots).toEqual(walkMinutes(cron, timeZone, after, until));
        expect(slots).toEqual([...new Set(slots)].sort());
      },
    ),
    { numRuns: 120, seed: 6 },
  );
});

test('slots in pieces are slots in one piece', () => {
  const often = schedule({ cron: '*/7 1-5 * * *', timeZone: 'Australia/Lord_Howe' });
  const whole = slotsBetween(often, '2026-04-03T00:00:00Z', '2026-04-08T00:00:00Z', 10_000);
  const pieces: string[] = [];
  for (let from = '2026-04-03T00:00:00Z'; ; from = pieces.at(-1)!) {
    const piece = slotsBetween(often, from, '2026-04-08T00:00:00Z', 3);
    if (piece.length === 0) break;
    pieces.push(...piece);
  }
  expect(pieces).toEqual(whole);
});

test('jitter is within its most, the same each time, and spreads schedules of one time', () => {
  const at = '2026-01-01T06:00:00.000Z';
  const seconds = Array.from({ length: 200 }, (_, index) => jitterOf({ name: `s${index}`, jitterSeconds: 600 }, at));
  expect(seconds.every((each) => each >= 0 && each <= 600)).toBe(true);
  expect(new Set(seconds).size).toBeGreaterThan(100);
  expect(jitterOf({ name: 'a', jitterSeconds: 600 }, at)).toBe(jitterOf({ name: 'a', jitterSeconds: 600 }, at));
  expect(jitterOf({ name: 'a', jitterSeconds: 0 }, at)).toBe(0);
});

test('the next slots show when they start, and which are inside a blackout', () => {
  const daily = schedule({
    ...{ every: 'day', at: '06:00', jitter: '10m' },
    blackouts: [{ from: '2026-12-24T00:00:00Z', to: '2026-12-25T06:00:00Z' }],
  });
  const slots = nextSlots(daily, '2026-12-22T12:00:00Z', 4);
  expect(slots.map(({ at, blackedOut }) => [at.slice(0, 10), blackedOut])).toEqual([
    ['2026-12-23', false],
    ['2026-12-24', true],
    ['2026-12-25', false],
    ['2026-12-26', false],
  ]);
  for (const { at, startsAt } of slots) {
    expect(Date.parse(startsAt) - Date.parse(at)).toBe(jitterOf(daily, at) * 1000);
  }
});
