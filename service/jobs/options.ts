import type { Job } from './contract.ts';
import type { WorkerTimes } from './worker.ts';

/** A job that ends without having been done: tried too often, hopeless, or cancelled. */
export interface EndedJob extends Pick<Job, 'id' | 'kind' | 'payload'> {
  state: 'dead' | 'cancelled';
  error: string;
}

export interface QueueContext {
  clock(): Date;
  /** Told each job that ends without having been done, at least once; throwing means that it is told again. */
  onEnded?(job: EndedJob): Promise<void>;
  /** Told what the queue itself fails at. */
  onError?(error: unknown): void;
  /** How long a job is left to a worker that gives no sign of life. Default: 60 seconds. */
  leaseMilliseconds?: number;
  /** Pause between two looks at an empty queue. Default: one second. */
  pollMilliseconds?: number;
  /** How long after an abort a handler is waited for. Default: 5 seconds. */
  abortMilliseconds?: number;
}

export function timesOf(context: QueueContext): WorkerTimes & { leaseMilliseconds: number } {
  const leaseMilliseconds = context.leaseMilliseconds ?? 60_000;
  return {
    leaseMilliseconds,
    heartbeatMilliseconds: Math.max(1, Math.floor(leaseMilliseconds / 4)),
    pollMilliseconds: context.pollMilliseconds ?? 1_000,
    abortMilliseconds: context.abortMilliseconds ?? 5_000,
  };
}
