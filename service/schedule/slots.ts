import { sha256Hex } from '../../engine/index.ts';
import { isBlackedOut } from './blackout.ts';
import type { Schedule } from './contract.ts';
import { compilePatterns, type NextTime } from './cron.ts';
import { patternsOf } from './recurrence.ts';

/** Schedules of the same times share the work; many have the same. */
const compiled = new Map<string, NextTime>();
const ofSchedule = new WeakMap<Schedule, NextTime>();
const mostCompiled = 1_000;

/** Milliseconds since 1970 of the first slot after an instant, blackouts or not; null: there is none any more. */
export function slotAfter(schedule: Schedule, after: number): number | null {
  let next = ofSchedule.get(schedule);
  if (next === undefined) {
    next = compile(schedule);
    ofSchedule.set(schedule, next);
  }
  return next(after);
}

function compile({ recurrence, timeZone }: Schedule): NextTime {
  const name = JSON.stringify([recurrence, timeZone]);
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const next = compilePatterns(patternsOf(recurrence), timeZone);
  if (compiled.size >= mostCompiled) compiled.clear();
  compiled.set(name, next);
  return next;
}

/**
 * Slots after one time and up to another (RFC 3339), in order, at most `limit`. Slots inside blackouts are among them,
 * since they are recorded as skipped.
 */
export function slotsBetween(schedule: Schedule, after: string, until: string, limit: number): string[] {
  const end = Date.parse(until);
  const slots: string[] = [];
  let at = slotAfter(schedule, Date.parse(after));
  while (at !== null && at <= end && slots.length < limit) {
    slots.push(new Date(at).toISOString());
    at = slotAfter(schedule, at);
  }
  return slots;
}

/** A slot to come, for people. */
export interface NextSlot {
  /** Unjittered time, the key of the slot. */
  at: string;
  /** When it is started. */
  startsAt: string;
  /** Inside a blackout, so that it will be skipped. */
  blackedOut: boolean;
}

/** The next slots of a schedule after a time (RFC 3339), with what jitter and blackouts make of them. */
export function nextSlots(schedule: Schedule, after: string, count: number): NextSlot[] {
  const slots: NextSlot[] = [];
  let at = slotAfter(schedule, Date.parse(after));
  while (at !== null && slots.length < count) {
    const iso = new Date(at).toISOString();
    slots.push({
      at: iso,
      startsAt: new Date(at + jitterOf(schedule, iso) * 1000).toISOString(),
      blackedOut: isBlackedOut(schedule.blackouts, at, schedule.timeZone),
    });
    at = slotAfter(schedule, at);
  }
  return slots;
}

/** Seconds that a slot is started late, from 0 to the schedule's most: always the same for one slot, on any machine. */
export function jitterOf(schedule: Pick<Schedule, 'name' | 'jitterSeconds'>, at: string): number {
  if (schedule.jitterSeconds === 0) return 0;
  const hash = Number.parseInt(sha256Hex(JSON.stringify([schedule.name, at])).slice(0, 12), 16);
  return hash % (schedule.jitterSeconds + 1);
}
