import { randomUUID } from 'node:crypto';
import type { StoredJob } from '../store/contract.ts';

export type JobRow = Pick<StoredJob, 'id' | 'kind' | 'key' | 'payload' | 'runAfter'>;

export interface JobOptions {
  key?: string;
  /** Default: at once. */
  runAfter?: Date;
}

/** The row of a new job, for a queue that lives in the store. */
export function jobRow(kind: string, payload: unknown, options: JobOptions, now: Date): JobRow {
  return {
    id: randomUUID(),
    kind,
    key: options.key ?? null,
    payload,
    runAfter: (options.runAfter ?? now).toISOString(),
  };
}
