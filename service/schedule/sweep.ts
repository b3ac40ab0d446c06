import type { JobQueue } from '../jobs/contract.ts';
import type { Slot, Store } from '../store/contract.ts';
import type { Schedule } from './contract.ts';
import { slotJob, slotJobKind, waitsForOthers } from './work.ts';

const mostSlots = 1_000;

/**
 * Adds the jobs of claimed slots that have none: those that waited for an earlier one to end, and those whose scheduler was
 * killed between the claim and the job. A slot that has its job keeps it, by its key.
 * @param since only slots from this time on; default: all
 * @returns whether some slot still waits for another
 */
export async function sweepClaimed(
  store: Pick<Store, 'slots'>,
  queue: Pick<JobQueue, 'add'>,
  schedules: readonly Schedule[],
  since?: string,
): Promise<boolean> {
  const window = since === undefined ? {} : { since };
  const claimed = await store.slots.list({ ...window, state: 'claimed', limit: mostSlots });
  const byName = new Map(schedules.map((schedule) => [schedule.name, schedule]));
  const busy = new Set<string>();
  let someWait = claimed.length === mostSlots;
  for (const slot of claimed) {
    const schedule = byName.get(slot.schedule);
    if (schedule === undefined) await endUnknown(store, slot);
    else if (busy.has(slot.schedule) && waitsForOthers(schedule, slot)) someWait = true;
    else {
      const { payload, options } = slotJob(schedule, slot.at);
      await queue.add(slotJobKind, payload, options);
    }
    busy.add(slot.schedule);
  }
  return someWait;
}

/** A slot of a schedule that left the configuration; where its run has begun, that run ends it. */
async function endUnknown(store: Pick<Store, 'slots'>, { schedule, at, run }: Slot): Promise<void> {
  if (run !== null) return;
  await store.slots.settle(schedule, at, 'failed', 'the schedule is not in the configuration any more', null);
}
