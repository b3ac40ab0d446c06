import { type Place, PlimsollError } from '../../engine/index.ts';
import type { ScheduleSettings } from '../config/scheduling.ts';
import { isBlackedOut } from './blackout.ts';
import type { Blackout, Recurrence, Schedule } from './contract.ts';
import { durationSeconds } from './duration.ts';
import { isTimeZone, localTime } from './local-time.ts';
import { patternsOf } from './recurrence.ts';
import { slotAfter } from './slots.ts';

const weekdays: readonly unknown[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const longestJitterSeconds = 24 * 3600;

/**
 * The schedule that its settings describe.
 * @param place where the settings stand, for messages
 * @throws PlimsollError `schedule-invalid` where a time cannot be read, or where it can never be due
 */
export function scheduleOf(settings: ScheduleSettings, place?: Place): Schedule {
  const refuse = (why: string): never => {
    throw new PlimsollError('schedule-invalid', `schedule ${settings.name}: ${why}`, place ? { place } : {});
  };
  const { name, timeZone, missed, overlap, enabled } = settings;
  if (!isTimeZone(timeZone)) refuse(`${timeZone} is no time zone of the IANA list, such as Europe/Berlin`);
  const jitterSeconds = settings.jitter === undefined ? 0 : durationSeconds(settings.jitter);
  if (jitterSeconds > longestJitterSeconds) refuse(`a jitter of ${settings.jitter} is more than a day`);
  const schedule: Schedule = {
    ...{ name, timeZone, missed, overlap, enabled, jitterSeconds },
    recurrence: recurrenceOf(settings, refuse),
    blackouts: (settings.blackouts ?? []).map((blackout) => blackoutOf(blackout, refuse)),
  };
  try {
    patternsOf(schedule.recurrence);
  } catch (error) {
    refuse((error as Error).message);
  }
  refuseNever(schedule, refuse);
  return schedule;
}

type Refuse = (why: string) => never;

function recurrenceOf({ cron, every, on, at }: ScheduleSettings, refuse: Refuse): Recurrence {
  if (cron !== undefined) {
    if (every !== undefined || on !== undefined || at !== undefined)
      refuse('cron and every, on or at exclude each other');
    return { cron };
  }
  if (every === undefined) return refuse('it says neither cron nor every');
  if (at === undefined) return refuse('at is missing: the time of day, such as at: 06:00');
  if (on === undefined) return { every, at };
  if (every === 'day') refuse('every: day has no on');
  if (every === 'week' && !weekdays.includes(on)) refuse(`on: ${on} is no day of a week, such as mon`);
  if (every !== 'week' && weekdays.includes(on)) refuse(`on: ${on} is no day of a ${every}: first, last or a number`);
  return { every, on, at };
}

type BlackoutSettings = NonNullable<ScheduleSettings['blackouts']>[number];

function blackoutOf(settings: BlackoutSettings, refuse: Refuse): Blackout {
  const { from, to } = settings;
  if ('days' in settings) return { days: settings.days, from, to };
  for (const time of [from, to]) {
    const isTime = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)$/.test(time);
    if (!isTime || Number.isNaN(Date.parse(time))) refuse(`${time} is no RFC 3339 time, such as 2026-12-24T00:00:00Z`);
  }
  if (Date.parse(from) >= Date.parse(to)) refuse(`the blackout from ${from} ends before it begins`);
  return { from, to };
}

/** Any instant will do to ask whether there is a time at all: patterns and weekly blackouts repeat for ever. */
const anyInstant = Date.UTC(2000, 0, 1);
const minute = 60_000;
/** Times looked at on days that are known already: rare dates such as a 29th of February meet each weekday in 28 years. */
const mostSteps = 3_000;

/** Absolute blackouts end. Times of day are the same on each day that is due, so one day of each weekday is looked at. */
function refuseNever(schedule: Schedule, refuse: Refuse): void {
  let at = slotAfter(schedule, anyInstant);
  if (at === null) refuse('it can never be due: there is no such date');
  const weekly = schedule.blackouts.filter((blackout) => 'days' in blackout);
  if (weekly.length === 0) return;
  const seen = new Set<number>();
  for (let step = 0; at !== null && step < mostSteps && seen.size < 7; step++) {
    const day = localTime(at, schedule.timeZone);
    if (seen.has(day.weekday)) {
      // To shortly before the next day, so that a change of the clocks never carries it past one.
      at = slotAfter(schedule, at + Math.max(0, 24 * 60 - day.minute - 180) * minute);
      continue;
    }
    for (let here = day; at !== null && here.weekday === day.weekday && here.minute >= day.minute; ) {
      if (!isBlackedOut(weekly, at, schedule.timeZone)) return;
      at = slotAfter(schedule, at);
      if (at !== null) here = localTime(at, schedule.timeZone);
      if (at !== null && here.weekday === day.weekday && here.minute === day.minute) break;
    }
    seen.add(day.weekday);
  }
  refuse('it can never be due: every time is inside a blackout');
}
