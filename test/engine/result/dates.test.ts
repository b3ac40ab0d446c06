import { expect, test } from 'vitest';
import { endOf, isDateOrTime, isPeriod, plusPeriod } from '../../../engine/result/dates.ts';

test.each([
  ['2026-06-30', 'UTC', '2026-07-01T00:00:00.000Z'],
  ['2026-06-30', 'Europe/Zurich', '2026-06-30T22:00:00.000Z'],
  ['2026-06-30', 'Pacific/Kiritimati', '2026-06-30T10:00:00.000Z'],
  ['2026-06-30', 'Pacific/Pago_Pago', '2026-07-01T11:00:00.000Z'],
  ['2026-06-30', 'Asia/Kathmandu', '2026-06-30T18:15:00.000Z'],
  // the clock goes forward at midnight there, so the next day begins at 01:00
  ['2018-11-03', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
  // days of 23 and of 25 hours
  ['2026-03-29', 'Europe/Zurich', '2026-03-29T22:00:00.000Z'],
  ['2026-10-25', 'Europe/Zurich', '2026-10-25T23:00:00.000Z'],
  // a day that Samoa left out
  ['2011-12-29', 'Pacific/Apia', '2011-12-30T10:00:00.000Z'],
  ['2026-06-30T12:00:00+02:00', 'Pacific/Apia', '2026-06-30T10:00:00.000Z'],
])('%s ends in %s at %s', (date, zone, end) => {
  expect(new Date(endOf(date, zone)).toISOString()).toBe(end);
});

test('a zone that does not exist is said so', () => {
  expect(() => endOf('2026-01-01', 'Mars/Olympus')).toThrow(expect.objectContaining({ code: 'configuration-invalid' }));
});

test('a date is a real day', () => {
  const dates = ['2026-02-28', '2024-02-29', '2026-02-28T10:00:00Z', '2026-02-28T10:00:00.5+01:30'];
  expect(dates.filter((date) => !isDateOrTime(date))).toEqual([]);
  const others = ['2026-02-29', '2026-13-01', '2026-1-1', '2026-02-28T10:00', '2026-02-28 10:00:00Z', ''];
  expect(others.filter(isDateOrTime)).toEqual([]);
});

test('periods are counted as on a calendar', () => {
  expect(plusPeriod('2026-01-31', 'P1M')).toBe('2026-02-28');
  expect(plusPeriod('2024-02-29', 'P1Y')).toBe('2025-02-28');
  expect(plusPeriod('2026-12-30', 'P1W')).toBe('2027-01-06');
  expect(plusPeriod('2026-01-01', 'P1Y1M2W3D')).toBe('2027-02-18');
  expect(plusPeriod('2026-01-31T10:00:00Z', 'P30D')).toBe('2026-03-02T10:00:00.000Z');
  expect(['P1D', 'P12M', 'P1Y6M'].every(isPeriod)).toBe(true);
  expect(['P', 'PT1H', '1D', 'P1', 'P1D1Y', '365', 'P1.5D'].some(isPeriod)).toBe(false);
});
