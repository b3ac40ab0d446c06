import type { Blackout } from './contract.ts';
import { localTime } from './local-time.ts';

const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/**
 * Whether an instant is inside a window: its beginning is inside, its end is not. A weekly window goes by the clock on the
 * wall, belongs to the day on which it begins, and ends on the next day where its end is not after its beginning.
 */
export function isBlackedOut(blackouts: readonly Blackout[], instant: number, timeZone: string): boolean {
  return blackouts.some((blackout) =>
    'days' in blackout
      ? isInWeekly(blackout, instant, timeZone)
      : Date.parse(blackout.from) <= instant && instant < Date.parse(blackout.to),
  );
}

function isInWeekly(blackout: Extract<Blackout, { days: unknown }>, instant: number, timeZone: string): boolean {
  const { weekday, minute } = localTime(instant, timeZone);
  const from = minuteOf(blackout.from);
  const to = minuteOf(blackout.to);
  const beginsOn = (day: number) => (blackout.days as readonly string[]).includes(days[(day + 7) % 7]!);
  if (from < to) return beginsOn(weekday) && from <= minute && minute < to;
  return (beginsOn(weekday) && from <= minute) || (beginsOn(weekday - 1) && minute < to);
}

function minuteOf(timeOfDay: string): number {
  const [hour, minute] = timeOfDay.split(':').map(Number);
  return hour! * 60 + minute!;
}
