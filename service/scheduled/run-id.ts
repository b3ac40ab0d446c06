import { createHash } from 'node:crypto';
import { newRunId, type RunStore } from '../store/index.ts';

/** Runs of one schedule among which a run by hand is looked for again. */
const mostRuns = 200;

/** What a run is made for: a slot, or a job that somebody added by hand. */
export interface RunOrigin {
  schedule: string;
  /** Unjittered time of the slot; null: started by hand. */
  at: string | null;
  jobId: string;
}

/** Id of the run of a slot: always the same, so that a job that comes again is the same run. It sorts by its slot. */
export function slotRunId(schedule: string, at: string): string {
  return newRunId(new Date(at), tail(['slot', schedule, at]));
}

/**
 * Id of the run of a job. A run by hand has no time of its own, so a job that comes again finds its run by the end of
 * the id, which is made from the job.
 */
export async function runIdOf(runs: Pick<RunStore, 'list'>, origin: RunOrigin, now: Date): Promise<string> {
  if (origin.at !== null) return slotRunId(origin.schedule, origin.at);
  const end = tail(['job', origin.jobId]);
  const suffix = newRunId(new Date(0), end).slice(-17);
  const known = await runs.list({ schedule: origin.schedule, limit: mostRuns });
  return known.find(({ id }) => id.endsWith(suffix))?.id ?? newRunId(now, end);
}

function tail(parts: readonly string[]): Uint8Array {
  return createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 10);
}
