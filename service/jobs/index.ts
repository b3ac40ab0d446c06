/** The door of jobs: one interface, in the store with SQLite, on pg-boss with PostgreSQL. */

import type { StoreSettings } from '../config/scheduling.ts';
import type { Store } from '../store/contract.ts';
import type { JobQueue } from './contract.ts';
import type { PostgresQueueContext } from './postgres.ts';
import { openSqliteJobs } from './sqlite.ts';

export { mostAttempts } from './back-off.ts';
export type * from './contract.ts';
export type { EndedJob, QueueContext } from './options.ts';
export type { PostgresQueueContext } from './postgres.ts';
export { type JobOptions, type JobRow, jobRow } from './row.ts';
export { openSqliteJobs } from './sqlite.ts';

/** The queue that belongs to a store. */
export async function openJobs(
  store: Store,
  settings: StoreSettings,
  context: PostgresQueueContext,
): Promise<JobQueue> {
  return settings.postgres === undefined
    ? openSqliteJobs(store, context)
    : openPostgresJobs(settings.postgres, context);
}

/** A queue on PostgreSQL; the library loads here. */
export async function openPostgresJobs(
  settings: NonNullable<StoreSettings['postgres']>,
  context: PostgresQueueContext,
): Promise<JobQueue> {
  return (await import('./postgres.ts')).openPostgresJobs(settings, context);
}
