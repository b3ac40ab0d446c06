import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide, type ScheduleState, slotsBetween } from '../../../service/schedule/index.ts';
import { schedule } from './schedules.ts';

const adoptedAt = '2026-01-01T00:00:00.000Z';
const base: ScheduleState = {
  ...{ now: '2026-01-04T06:00:20.000Z', latestSlot: '2026-01-03T06:00:00.000Z', adoptedAt },
  ...{ running: false, paused: false },
};

function decided(settings: Record<string, unknown>, state: Partial<ScheduleState> = {}): string[] {
  const daily = schedule({ every: 'day', at: '06:00', ...settings });
  return decide(daily, { ...base, ...state }).map(
    ({ at, action, reason }) => `${at.slice(5, 10)} ${action}${reason === null ? '' : ` ${reason}`}`,
  );
}

test('a slot that is due runs, with how late it is', () => {
  expect(decide(schedule({ every: 'day', at: '06:00' }), base)).toEqual([
    { schedule: 'nightly', at: '2026-01-04T06:00:00.000Z', action: 'run', reason: null, lateSeconds: 20 },
  ]);
});

describe('three days asleep', () => {
  const asleep = { now: '2026-01-06T12:00:00.000Z' };
  test.each([
    ['late', {}, ['01-04 miss downtime', '01-05 miss downtime', '01-06 run']],
    ['skip', {}, ['01-04 miss downtime', '01-05 miss downtime', '01-06 miss downtime']],
    ['all', {}, ['01-04 run', '01-05 run', '01-06 run']],
    ['all', { overlap: 'allow' }, ['01-04 run', '01-05 run', '01-06 run']],
  ])('%s %j', (missed, settings, expected) => {
    expect(decided({ missed, ...settings }, asleep)).toEqual(expected);
  });

  test('and woken just when a slot is due: it alone runs, unless all are made up for', () => {
    const woken = { now: '2026-01-06T06:01:59.000Z' };
    const runsOne = ['01-04 miss downtime', '01-05 miss downtime', '01-06 run'];
    expect(decided({ missed: 'late' }, woken)).toEqual(runsOne);
    expect(decided({ missed: 'skip' }, woken)).toEqual(runsOne);
    expect(decided({ missed: 'all', overlap: 'allow' }, woken)).toEqual(['01-04 run', '01-05 run', '01-06 run']);
  });

  test('slots of a blackout are skipped and not missed, and the latest other one is run late', () => {
    const blackouts = [{ from: '2026-01-06T00:00:00Z', to: '2026-01-07T00:00:00Z' }];
    expect(decided({ blackouts }, asleep)).toEqual(['01-04 miss downtime', '01-05 run', '01-06 skip blackout']);
  });

  test.each([
    ['late', ['01-04 miss downtime', '01-05 miss downtime', '01-06 skip overlap']],
    ['all', ['01-04 run', '01-05 run', '01-06 run']],
  ])('while a run of before has not ended: %s', (missed, expected) => {
    expect(decided({ missed }, { ...asleep, running: true })).toEqual(expected);
  });
});

describe('while the last run has not ended', () => {
  test.each([
    ['skip', ['01-04 skip overlap']],
    ['queue', ['01-04 run']],
    ['allow', ['01-04 run']],
  ])('%s', (overlap, expected) => {
    expect(decided({ overlap }, { running: true })).toEqual(expected);
  });
});

test('slots are skipped while paused or switched off', () => {
  expect(decided({}, { paused: true })).toEqual(['01-04 skip paused']);
  expect(decided({ enabled: false })).toEqual(['01-04 skip paused']);
});

test('nothing before a schedule was known is missed', () => {
  expect(decided({ missed: 'all' }, { latestSlot: null, adoptedAt: '2026-01-04T00:00:00.000Z' })).toEqual([
    '01-04 run',
  ]);
  expect(decided({ missed: 'all' }, { adoptedAt: '2026-01-04T06:00:10.000Z' })).toEqual([]);
});

describe('steps of the clock', () => {
  const hour = 3_600_000;
  test.each([1, 24])('%i hours back: nothing is due twice', (hours) => {
    const now = new Date(Date.parse('2026-01-03T06:30:00.000Z') - hours * hour).toISOString();
    expect(decided({ missed: 'all' }, { now })).toEqual([]);
  });
  test.each([1, 24])('%i hours forward: no slot between is lost', (hours) => {
    const hourly = schedule({ cron: '0 * * * *', missed: 'all' });
    const latestSlot = '2026-01-03T06:00:00.000Z';
    const now = new Date(Date.parse('2026-01-03T06:30:00.000Z') + hours * hour).toISOString();
    expect(decide(hourly, { ...base, latestSlot, now }).map(({ at }) => at)).toEqual(
      slotsBetween(hourly, latestSlot, now, 100),
    );
  });
});

test('every slot is decided once, whatever the clock and the limit do, and late slots run as their policy says', () => {
  const settings = fc.record({
    cron: fc.constantFrom('*/10 * * * *', '0 * * * *', '30 2 * * *', '0 0 * * 1'),
    timeZone: fc.constantFrom('UTC', 'Europe/Berlin', 'Australia/Lord_Howe'),
    missed: fc.constantFrom('late', 'skip', 'all'),
    overlap: fc.constantFrom('skip', 'queue', 'allow'),
  });
  const steps = fc.array(fc.integer({ min: -30, max: 60 }), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(settings, steps, fc.integer({ min: 1, max: 7 }), (each, hours, limit) => {
      const one = schedule(each);
      const start = Date.parse('2026-10-20T00:00:00.000Z');
      const first = new Date(start).toISOString();
      const rows: string[] = [];
      let now = start;
      let furthest = start;
      for (const step of hours) {
        now += step * 3_600_000 + 7_000;
        furthest = Math.max(furthest, now);
        for (;;) {
          const state = { now: new Date(now).toISOString(), latestSlot: rows.at(-1) ?? null, adoptedAt: first };
          const decisions = decide(one, { ...state, running: false, paused: false, limit });
          const runs = decisions.filter(({ action, lateSeconds }) => action === 'run' && lateSeconds > 120);
          if (each.missed === 'late') expect(runs.length).toBeLessThanOrEqual(1);
          if (each.missed === 'skip') expect(runs).toEqual([]);
          if (each.missed === 'all') expect(decisions.filter(({ action }) => action === 'miss')).toEqual([]);
          rows.push(...decisions.map(({ at }) => at));
          if (decisions.length < limit) break;
        }
      }
      expect(rows).toEqual(slotsBetween(one, first, new Date(furthest).toISOString(), 100_000));
    }),
    { numRuns: 150, seed: 6 },
  );
});
