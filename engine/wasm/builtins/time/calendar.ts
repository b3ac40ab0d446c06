import type { Zone } from './zone.ts';

/** An instant in nanoseconds since 1970, and the zone it is looked at from. */
export interface Moment {
  nanoseconds: bigint;
  zone: Zone;
}

/** What calendar and clock show. Months count from 1, weekdays from Sunday = 0, days of the year from 1. */
export interface Fields {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  nanosecond: number;
  weekday: number;
  yearDay: number;
  /** Seconds east of UTC. */
  offset: number;
}

const billion = 1_000_000_000n;
const smallest = -(2n ** 63n);
const largest = 2n ** 63n - 1n;

/** Whole seconds since 1970, rounded down. */
export function secondsOf(nanoseconds: bigint): number {
  return Number((nanoseconds - nanosecondOf(nanoseconds)) / billion);
}

function nanosecondOf(nanoseconds: bigint): bigint {
  return ((nanoseconds % billion) + billion) % billion;
}

/** The fields of a moment in its zone. */
export function fieldsOf({ nanoseconds, zone }: Moment): Fields {
  const seconds = secondsOf(nanoseconds);
  const offset = zone.offsetAt(seconds);
  const date = new Date((seconds + offset) * 1000);
  const year = date.getUTCFullYear();
  return {
    year,
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    nanosecond: Number(nanosecondOf(nanoseconds)),
    weekday: date.getUTCDay(),
    yearDay: Math.floor((date.getTime() - daySeconds(year, 1, 1) * 1000) / 86_400_000) + 1,
    offset,
  };
}

/** Seconds from 1970 to the beginning of a day, as if in UTC; months and days out of range carry over. */
function daySeconds(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day) / 1000;
}

type Civil = Pick<Fields, 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second' | 'nanosecond'>;

/**
 * The instant at which a zone shows these fields, which may be out of range and carry over. A time that a clock skips or
 * shows twice is taken as Go takes it. Undefined outside of what 64 bits of nanoseconds hold (1677 to 2262).
 */
export function instantOf(civil: Civil, zone: Zone): bigint | undefined {
  const seconds = daySeconds(civil.year, civil.month, civil.day) + civil.hour * 3600 + civil.minute * 60 + civil.second;
  // Beyond this the calendar of JavaScript ends; the range of nanoseconds ends long before.
  if (!(Math.abs(seconds) < 8e12)) return undefined;
  const offset = zone.offsetAt(seconds);
  const utc = offset === 0 ? seconds : seconds - zone.offsetAt(seconds - offset);
  return inRange(BigInt(utc) * billion + BigInt(civil.nanosecond));
}

/** The nanoseconds, or undefined where they do not fit 64 bits. */
export function inRange(nanoseconds: bigint): bigint | undefined {
  return nanoseconds < smallest || nanoseconds > largest ? undefined : nanoseconds;
}

/** Days of a month that may be out of range (13 is January of the next year). */
export function daysIn(year: number, month: number): number {
  return new Date(daySeconds(year, month + 1, 0) * 1000).getUTCDate();
}
