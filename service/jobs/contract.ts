/** One interface for work that survives its process: in the process with SQLite, pg-boss on PostgreSQL. */
export interface JobQueue {
  /**
   * Adds a job. With a key, a second job of the same key is not added while the first is unfinished.
   * @returns its id; null where the key was taken
   */
  add(kind: string, payload: unknown, options?: { key?: string; runAfter?: Date }): Promise<string | null>;
  /** Works on jobs of a kind until stopped, at most `concurrency` at the same time. */
  work(kind: string, handler: JobHandler, options?: { concurrency?: number }): void;
  cancel(id: string): Promise<void>;
  /** Takes no more jobs; waits `graceMilliseconds` for those that run, then aborts them and hands them back. */
  stop(graceMilliseconds: number): Promise<void>;
}

export interface Job {
  id: string;
  kind: string;
  payload: unknown;
  /** From 1. */
  attempt: number;
}

/** Does one job. Throwing means another try after a pause (1 s, 10 s, 1 min …), then the dead letters. */
export type JobHandler = (job: Job, context: { signal: AbortSignal }) => Promise<void>;

/** Thrown by a handler where another try would fail as well. */
export interface PermanentFailure {
  permanent: true;
}
