import { isBlackedOut } from './blackout.ts';
import type { Schedule, SlotDecision } from './contract.ts';
import { slotsBetween } from './slots.ts';

/** A slot seen at most this long after its time counts as on time: the clock ticks once a minute and may be busy. */
export const onTimeSeconds = 120;

export interface ScheduleState {
  /** RFC 3339. */
  now: string;
  /** Time of the latest slot that has a row; null: none yet. */
  latestSlot: string | null;
  /** When the schedule was first known in its present form: nothing before it is missed. */
  adoptedAt: string;
  /** Whether a slot of the schedule was claimed and has not ended. */
  running: boolean;
  paused: boolean;
  /** Most slots decided at once; the caller comes again for the others. Default: 1,000. */
  limit?: number;
}

/**
 * What becomes of every slot that is due and has no row yet, in order. After a step of the clock backwards this is nothing
 * until time has passed the latest slot again; after a step forwards the slots between are late ones as any other.
 *
 * `late` runs the latest slot and records those before it as missed, `skip` records all, `all` runs all one after the
 * other. A slot that is on time is never missed. Whether runs may overlap is asked for slots that are on time, and for the
 * one that `late` lets run; slots that `all` makes up for wait for one another.
 */
export function decide(schedule: Schedule, state: ScheduleState): SlotDecision[] {
  const after = state.latestSlot !== null && state.latestSlot > state.adoptedAt ? state.latestSlot : state.adoptedAt;
  const limit = state.limit ?? 1_000;
  const slots = slotsBetween(schedule, after, state.now, limit + 1);
  const isCut = slots.length > limit;
  const open = slots.slice(0, limit).map((at) => openSlot(schedule, at, state));
  const last = isCut ? undefined : open.findLast(({ reason }) => reason === null);
  let running = state.running;
  return open.map((slot) => {
    const decision = decideOne(schedule, slot, { running, isLast: slot === last });
    if (decision.action === 'run') running = true;
    return decision;
  });
}

interface OpenSlot {
  at: string;
  lateSeconds: number;
  /** Why it is skipped whatever the policies say; null: it is not. */
  reason: 'paused' | 'blackout' | null;
}

function openSlot(schedule: Schedule, at: string, state: ScheduleState): OpenSlot {
  const instant = Date.parse(at);
  const lateSeconds = Math.max(0, Math.floor((Date.parse(state.now) - instant) / 1000));
  if (state.paused || !schedule.enabled) return { at, lateSeconds, reason: 'paused' };
  const isOut = isBlackedOut(schedule.blackouts, instant, schedule.timeZone);
  return { at, lateSeconds, reason: isOut ? 'blackout' : null };
}

function decideOne(
  schedule: Schedule,
  { at, lateSeconds, reason }: OpenSlot,
  { running, isLast }: { running: boolean; isLast: boolean },
): SlotDecision {
  const decision = (action: SlotDecision['action'], why: string | null): SlotDecision => ({
    ...{ schedule: schedule.name, at, action, reason: why, lateSeconds },
  });
  if (reason !== null) return decision('skip', reason);
  const isLate = lateSeconds > onTimeSeconds;
  if (isLate && schedule.missed === 'all') return decision('run', null);
  if (isLate && (schedule.missed === 'skip' || !isLast)) return decision('miss', 'downtime');
  if (running && schedule.overlap === 'skip') return decision('skip', 'overlap');
  return decision('run', null);
}
