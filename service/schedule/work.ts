import type { JobQueue } from '../jobs/contract.ts';
import type { EndedJob, JobOptions } from '../jobs/index.ts';
import type { Slot, Store } from '../store/contract.ts';
import type { Schedule } from './contract.ts';
import { onTimeSeconds } from './decide.ts';
import { jitterOf } from './slots.ts';

/** Kind of the jobs that run a schedule. */
export const slotJobKind = 'slot';
/** Kind of the jobs that tell people something; their payload is a {@link MissedNotice}. */
export const noticeJobKind = 'notice';

export interface SlotPayload {
  schedule: string;
  /** Time of the slot; null: started by hand. */
  at: string | null;
}

/** Slots of a schedule that were missed while nothing ran. */
export interface MissedNotice {
  purpose: 'missed-slots';
  schedule: string;
  count: number;
  /** The first and the last of them. */
  from: string;
  to: string;
}

/** What a job of a slot is added with; the key keeps it from being there twice. */
export function slotJob(schedule: Schedule, at: string): { payload: SlotPayload; options: Required<JobOptions> } {
  const startsAt = new Date(Date.parse(at) + jitterOf(schedule, at) * 1000);
  const payload = { schedule: schedule.name, at };
  return { payload, options: { key: `${schedule.name} ${at}`, runAfter: startsAt } };
}

/** Whether a slot begins only when earlier ones of its schedule have ended. Those made up for after downtime always do. */
export function waitsForOthers(schedule: Schedule, slot: Pick<Slot, 'at' | 'claimedAt'>): boolean {
  const lateSeconds = (Date.parse(slot.claimedAt) - Date.parse(slot.at)) / 1000;
  return schedule.overlap !== 'allow' || lateSeconds > onTimeSeconds;
}

/** One slot to run, or a run by hand. */
export interface SlotWork extends SlotPayload {
  jobId: string;
  /** From 1; more than 1: an earlier try failed, or its process was killed. */
  attempt: number;
  signal: AbortSignal;
}

export interface SlotWorkContext {
  store: Pick<Store, 'slots'>;
  queue: Pick<JobQueue, 'work'>;
  concurrency: number;
  /** Runs the pipeline. It ends the slot itself, in the transaction that ends its run. */
  run(work: SlotWork): Promise<void>;
}

/** Works on slots until the queue stops. A slot that has ended is never run again, however often its job comes. */
export function workSlots({ store, queue, concurrency, run }: SlotWorkContext): void {
  queue.work(
    slotJobKind,
    async (job, { signal }) => {
      const payload = job.payload as SlotPayload;
      const work = { ...payload, jobId: job.id, attempt: job.attempt, signal };
      if (payload.at === null) return run(work);
      const slot = await store.slots.get(payload.schedule, payload.at);
      if (slot?.state !== 'claimed') return;
      await run(work);
      const after = await store.slots.get(payload.schedule, payload.at);
      if (after?.state !== 'claimed') return;
      await store.slots.settle(payload.schedule, payload.at, 'done', null, after.run);
    },
    { concurrency },
  );
}

/** Ends the slot of a job that ended without having been done, so that the schedule goes on. For `onEnded` of a queue. */
export async function endSlotOf(store: Pick<Store, 'slots'>, job: EndedJob): Promise<void> {
  if (job.kind !== slotJobKind) return;
  const { schedule, at } = job.payload as SlotPayload;
  if (at === null) return;
  const slot = await store.slots.get(schedule, at);
  if (slot?.state === 'claimed') await store.slots.settle(schedule, at, 'failed', job.error, slot.run);
}

/**
 * Runs a schedule now, beside its slots.
 * @returns id of the job; null where one that was started by hand has not ended yet
 */
export function runNow(queue: Pick<JobQueue, 'add'>, schedule: string): Promise<string | null> {
  const payload: SlotPayload = { schedule, at: null };
  return queue.add(slotJobKind, payload, { key: `${schedule} by hand` });
}
