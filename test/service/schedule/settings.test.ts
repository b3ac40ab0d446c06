import { describe, expect, test } from 'vitest';
import { PlimsollError } from '../../../engine/index.ts';
import { nextSlots } from '../../../service/schedule/index.ts';
import { schedule, short } from './schedules.ts';

function refusal(settings: Record<string, unknown>): string {
  try {
    schedule(settings);
  } catch (error) {
    if (error instanceof PlimsollError)
      return `${error.code} ${error.place?.file}:${error.place?.line} ${error.message}`;
    throw error;
  }
  return 'taken';
}

const weekly = (days: string[], from: string, to: string) => ({ days, from, to });
const everyDay = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

describe('refused, with code and place', () => {
  test.each([
    [{}, 'it says neither cron nor every'],
    [{ cron: '0 0 * * *', every: 'day' }, 'cron and every, on or at exclude each other'],
    [{ cron: '0 0 * * *', at: '06:00' }, 'cron and every, on or at exclude each other'],
    [{ every: 'day' }, 'at is missing: the time of day, such as at: 06:00'],
    [{ every: 'day', on: 'mon', at: '06:00' }, 'every: day has no on'],
    [{ every: 'week', on: 3, at: '06:00' }, 'on: 3 is no day of a week, such as mon'],
    [{ every: 'month', on: 'mon', at: '06:00' }, 'on: mon is no day of a month: first, last or a number'],
    [{ cron: '0 0 30 2 *' }, 'it can never be due: there is no such date'],
    [{ cron: '0 0 31 4,6,9,11 *' }, 'it can never be due: there is no such date'],
    [{ cron: '* * * * * *' }, 'the cron expression "* * * * * *" has 6 fields and not five'],
    [{ cron: '' }, 'the cron expression "" has 0 fields and not five'],
    [{ cron: '60 * * * *' }, '"60" is no minute that crontab knows (0 to 59)'],
    [{ cron: '0 0 L * *' }, '"L" is no day of the month that crontab knows (1 to 31)'],
    [{ cron: '0 0 * * fri#2' }, '"fri#2" is no day of the week that crontab knows (0 to 7)'],
    [{ cron: '0 0 ? * *' }, '"?" is no day of the month that crontab knows (1 to 31)'],
    [{ cron: '5/5 * * * *' }, '"5/5" is no minute that crontab knows (0 to 59)'],
    [{ cron: '*/0 * * * *' }, '"*/0" is no minute that crontab knows (0 to 59)'],
    [{ cron: '9-3 * * * *' }, '"9-3" is no minute that crontab knows (0 to 59)'],
    [{ cron: '1,,2 * * * *' }, '"" is no minute that crontab knows (0 to 59)'],
    [
      { every: 'day', at: '06:00', timeZone: 'Mars/Base' },
      'Mars/Base is no time zone of the IANA list, such as Europe/Berlin',
    ],
    [
      { every: 'day', at: '06:00', timeZone: '+02:00' },
      '+02:00 is no time zone of the IANA list, such as Europe/Berlin',
    ],
    [{ every: 'day', at: '06:00', jitter: '2d' }, 'a jitter of 2d is more than a day'],
    [
      { every: 'day', at: '06:00', blackouts: [{ from: 'today', to: '2026-01-01T00:00:00Z' }] },
      'today is no RFC 3339 time, such as 2026-12-24T00:00:00Z',
    ],
    [
      { every: 'day', at: '06:00', blackouts: [{ from: '2026-01-02T00:00:00Z', to: '2026-01-02T00:00:00Z' }] },
      'the blackout from 2026-01-02T00:00:00Z ends before it begins',
    ],
    [
      { every: 'day', at: '06:00', blackouts: [weekly(everyDay, '05:00', '07:00')] },
      'it can never be due: every time is inside a blackout',
    ],
    [
      { every: 'week', on: 'sat', at: '01:00', blackouts: [weekly(['fri'], '22:00', '02:00')] },
      'it can never be due: every time is inside a blackout',
    ],
    [
      { every: 'month', on: 'last', at: '01:00', blackouts: [weekly(everyDay, '00:00', '00:00')] },
      'it can never be due: every time is inside a blackout',
    ],
  ])('%j', (settings, message) => {
    expect(refusal(settings)).toBe(`schedule-invalid plimsoll.yaml:3 schedule nightly: ${message}`);
  });
});

describe('taken', () => {
  test.each([
    [{ cron: '*/90 * * * *' }],
    [{ cron: '0 0 29 2 *' }],
    [{ cron: '0 0 * * */8' }],
    [{ cron: '  0   0 1 Jan-Mar Mon-Fri/2  ' }],
    [{ every: 'week', on: 'sun', at: '01:00', blackouts: [weekly(['fri'], '22:00', '02:00')] }],
    [{ cron: '0 * * * *', blackouts: [weekly(everyDay, '00:30', '00:00')] }],
    [{ every: 'month', on: 1, at: '01:00', blackouts: [weekly(everyDay.slice(1), '00:00', '00:00')] }],
    [{ every: 'day', at: '01:00', blackouts: [{ from: '2000-01-01T00:00:00Z', to: '3000-01-01T00:00:00Z' }] }],
  ])('%j', (settings) => {
    expect(refusal(settings)).toBe('taken');
  });
});

describe('blackouts', () => {
  const open = (settings: Record<string, unknown>, after: string, count: number) =>
    short(
      nextSlots(schedule(settings), after, count)
        .filter(({ blackedOut }) => !blackedOut)
        .map(({ at }) => at),
    );

  test('a weekly window over midnight belongs to the day on which it begins; its end is outside', () => {
    const settings = { cron: '0 */2 * * *', blackouts: [weekly(['fri'], '22:00', '02:00')] };
    // From Friday the second of January, noon.
    expect(open(settings, '2026-01-02T17:00:00Z', 6)).toEqual([
      ...['2026-01-02 18:00', '2026-01-02 20:00', '2026-01-03 02:00', '2026-01-03 04:00'],
    ]);
  });

  test('a weekly window is as long as the wall clock says when the clocks change', () => {
    const settings = (timeZone: string) => ({
      ...{ cron: '30 * * * *', timeZone },
      blackouts: [weekly(['sun'], '01:00', '04:00')],
    });
    // Spring: 01:30 and 03:30 are inside, 02:30 is not there. Autumn: 02:30 is there twice.
    expect(open(settings('Europe/Berlin'), '2026-03-28T22:59:00Z', 5)).toEqual([
      ...['2026-03-28 23:30', '2026-03-29 02:30', '2026-03-29 03:30'],
    ]);
    expect(open(settings('Europe/Berlin'), '2026-10-24T21:59:00Z', 6)).toEqual([
      ...['2026-10-24 22:30', '2026-10-25 03:30'],
    ]);
  });
});
