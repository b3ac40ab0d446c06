import { PlimsollError } from '../../engine/index.ts';
import type { Artifact, Store } from './contract.ts';
import type { StoreSettings } from './settings.ts';

/** How long content is kept, by what it is: a number and s, m, h, d, w or y. */
export type RetentionPolicy = NonNullable<StoreSettings['retention']>;

/** Results, reports and logs three years, snapshots thirteen months. */
const usual: RetentionPolicy = { results: '3y', reports: '3y', logs: '3y', snapshots: '395d' };

const second = 1_000;
const day = 86_400 * second;
const units: Record<string, number> = { s: second, m: 60 * second, h: 3_600 * second, d: day, w: 7 * day };

/** The time before which content of each kind is removed. A year ends at the same day of the calendar. */
export function retentionCutoffs(policy: RetentionPolicy | undefined, now: string): Record<Artifact['kind'], string> {
  const { results, reports, logs, snapshots } = policy ?? usual;
  const result = before(now, results);
  const report = before(now, reports);
  const log = before(now, logs);
  // run.json is evidence like the result; a mail carries a report.
  return { result, run: result, report, mail: report, log, snapshot: before(now, snapshots) };
}

function before(now: string, duration: string): string {
  const match = /^(\d+) ?([smhdwy])$/.exec(duration);
  if (match === null) throw new PlimsollError('configuration-invalid', `store.retention: ${duration} is no duration`);
  const [, count, unit = ''] = match;
  const time = new Date(now);
  if (unit === 'y') time.setUTCFullYear(time.getUTCFullYear() - Number(count));
  else time.setTime(time.getTime() - Number(count) * units[unit]!);
  if (Number.isNaN(time.getTime()) || time.getUTCFullYear() < 0) {
    throw new PlimsollError('configuration-invalid', `store.retention: ${duration} is too long`);
  }
  return time.toISOString();
}

/**
 * Removes the content of artifacts that is older than the policy, but nothing of runs under legal hold. Rows stay as
 * evidence that it existed.
 */
export async function pruneStore(
  store: Store,
  policy: RetentionPolicy | undefined,
  now: string,
): Promise<{ artifacts: number; bytes: number }> {
  return store.artifacts.prune(retentionCutoffs(policy, now), now);
}
