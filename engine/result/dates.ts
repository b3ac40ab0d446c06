import { PlimsollError } from '../errors.ts';

/** A date, or a time with seconds and zone (RFC 3339). */
export const dateOrTime = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?$/;

const hour = 3_600_000;

/** True for text that {@link dateOrTime} describes and that is a real date: no 31 February. */
export function isDateOrTime(text: string): boolean {
  if (!dateOrTime.test(text)) return false;
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  return !Number.isNaN(Date.parse(text)) && day.toISOString().slice(0, 10) === text.slice(0, 10);
}

/**
 * The instant (milliseconds) from which something that lasts until `text` is over: the time itself, or for a date the
 * first instant of the next day in the zone. Throws `configuration-invalid` for a zone that does not exist.
 */
export function endOf(text: string, timeZone: string): number {
  if (text.length > 10) return Date.parse(text);
  const localDate = dateFormat(timeZone);
  // zones are at most 14 hours away; the day ends at the first instant that has a later date there
  let before = Date.parse(`${text}T00:00:00Z`) - 15 * hour;
  let after = before + 54 * hour;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (localDate(middle) > text) after = middle;
    else before = middle;
  }
  return after;
}

function dateFormat(timeZone: string): (instant: number) => string {
  try {
    const options = { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' } as const;
    const format = new Intl.DateTimeFormat('en-CA', options);
    return (instant) => format.format(instant);
  } catch (cause) {
    throw new PlimsollError('configuration-invalid', `The time zone "${timeZone}" does not exist.`, {
      cause,
      next: 'Write timeZone as an IANA name, such as Europe/Zurich.',
    });
  }
}

const period = /^P(?=\d)(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,4})D)?$/;

/** True for a period of ISO 8601 in whole days or longer: `P90D`, `P1Y6M`. */
export function isPeriod(text: string): boolean {
  return period.test(text);
}

/** The date (or time) a period after another one; a day that the month does not have becomes its last. */
export function plusPeriod(text: string, length: string): string {
  const [, years = 0, months = 0, weeks = 0, days = 0] = (period.exec(length) ?? []).map((part) => Number(part ?? 0));
  const start = new Date(text.length > 10 ? text : `${text}T00:00:00Z`);
  const day = start.getUTCDate();
  const moved = new Date(start);
  moved.setUTCDate(1);
  moved.setUTCMonth(moved.getUTCMonth() + years * 12 + months);
  const lastDay = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate();
  moved.setUTCDate(Math.min(day, lastDay) + weeks * 7 + days);
  return text.length > 10 ? moved.toISOString() : moved.toISOString().slice(0, 10);
}
