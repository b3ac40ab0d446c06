import { describe, expect, it } from 'vitest';
import { call, number } from './call.ts';

const leapNoon = number('1709208000123456789');

describe('reading times', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 0],
    ['2024-02-29T12:00:00.123456789Z', leapNoon],
    ['2024-02-29T13:00:00.123456789+01:00', leapNoon],
    ['1969-12-31T23:59:59Z', -1_000_000_000],
    ['2023-02-29T00:00:00Z', undefined],
    ['2024-02-29', undefined],
    ['2024-13-01T00:00:00Z', undefined],
    ['2024-01-01T24:00:00Z', undefined],
    ['1677-01-01T00:00:00Z', undefined],
    ['2263-01-01T00:00:00Z', undefined],
  ])('time.parse_rfc3339_ns of %s', (text, nanoseconds) => {
    expect(call('time.parse_rfc3339_ns', text)).toEqual(nanoseconds);
  });

  it.each([
    ['2006-01-02', '1970-01-02', 86_400_000_000_000],
    ['Jan _2 2006 3:04PM', 'jan  2 1970 12:00AM', 86_400_000_000_000],
    ['RFC1123Z', 'Fri, 02 Jan 1970 01:00:00 +0100', 86_400_000_000_000],
    ['2006 002', '1970 002', 86_400_000_000_000],
    ['2006-01-02', '1970-1-2', undefined],
    ['2006-01-02', '1970-01-02 ', undefined],
  ])('time.parse_ns with %s of %s', (layout, text, nanoseconds) => {
    expect(call('time.parse_ns', layout, text)).toEqual(nanoseconds);
  });

  it.each([
    ['1h30m', 5_400_000_000_000],
    ['-1.5s', -1_500_000_000],
    ['1d12h', 129_600_000_000_000],
    ['1w', 604_800_000_000_000],
    ['10µs', 10_000],
    ['0', 0],
    ['1', undefined],
    ['1x', undefined],
    ['', undefined],
    ['300y', undefined],
  ])('time.parse_duration_ns of %s', (text, nanoseconds) => {
    expect(call('time.parse_duration_ns', text)).toBe(nanoseconds);
  });
});

describe('looking at times', () => {
  it('shows date, clock and weekday in a zone', () => {
    expect(call('time.date', [leapNoon, 'Pacific/Kiritimati'])).toEqual([2024, 3, 1]);
    expect(call('time.clock', [leapNoon, 'America/New_York'])).toEqual([7, 0, 0]);
    expect(call('time.weekday', leapNoon)).toBe('Thursday');
  });

  it.each([
    ['', '2024-02-29T12:00:00.123456789Z'],
    ['2006-01-02T15:04:05.000Z07:00', '2024-02-29T12:00:00.123Z'],
    ['Monday, Jan _2 3:04PM', 'Thursday, Feb 29 12:00PM'],
    ['RFC822', '29 Feb 24 12:00 UTC'],
    ['002', '060'],
  ])('time.format in layout %j', (layout, text) => {
    expect(call('time.format', [leapNoon, '', layout])).toBe(text);
  });

  it('writes zone letters where they are known, and says so where they are not', () => {
    expect(call('time.format', [leapNoon, 'America/New_York', 'MST'])).toBe('EST');
    expect(call('time.format', [leapNoon, 'Europe/Berlin', 'MST'])).toBe('CET');
    expect(() => call('time.format', [leapNoon, 'Asia/Kathmandu', 'MST'])).toThrow(/-07:00/);
  });

  it('refuses the zone of the machine', () => {
    expect(() => call('time.date', [leapNoon, 'Local'])).toThrow(/machine/);
  });

  it.each(['Nowhere/Here', '+01:00', 'europe/berlin', 'EUROPE/BERLIN'])('%s is no zone', (zone) => {
    expect(call('time.date', [leapNoon, zone])).toBeUndefined();
  });

  it.each([[number('1.5')], [number('1e19')], ['x'], [[]], [[1, 2]]])('%j is no time', (value) => {
    expect(call('time.date', value)).toBeUndefined();
  });
});

describe('arithmetic', () => {
  it('carries months and days over', () => {
    expect(call('time.add_date', number('1706659200000000000'), 0, 1, 0)).toEqual(1_709_337_600_000_000_000);
  });

  it('keeps the hour of the zone over a change of summer time', () => {
    const saturdayNoon = [number('1711796400000000000'), 'Europe/Berlin'];
    expect(call('time.add_date', saturdayNoon, 0, 0, 1)).toEqual(1_711_879_200_000_000_000);
  });

  it('is undefined beyond what 64 bits hold', () => {
    expect(call('time.add_date', 0, 400, 0, 0)).toBeUndefined();
  });

  it('gives the difference in calendar units, whichever comes first', () => {
    const [from, to] = [1_000_000_000_000_000_000, 1_234_567_890_000_000_000];
    expect(call('time.diff', from, to)).toEqual([7, 5, 4, 21, 44, 50]);
    expect(call('time.diff', to, from)).toEqual([7, 5, 4, 21, 44, 50]);
  });
});
