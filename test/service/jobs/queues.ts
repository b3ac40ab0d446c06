/** Queues of one store, as several processes have them, and a clock that tests move. */
import type { EndedJob, JobQueue, QueueContext } from '../../../service/jobs/index.ts';
import { openJobs } from '../../../service/jobs/index.ts';
import { type Bench, type Place, start } from '../store/engines.ts';

export interface Queues {
  /** A further queue on the same store. */
  open(options?: Partial<QueueContext>): Promise<JobQueue>;
  place: Place;
  /** What ended without having been done, as any of the queues was told. */
  ended: EndedJob[];
  errors: unknown[];
  /** Moves the clock of the queues in the store; that of PostgreSQL is its own. */
  move(seconds: number): void;
  close(): Promise<void>;
}

export async function openQueues(bench: Bench): Promise<Queues> {
  const { store, place } = await bench.fresh();
  const open: JobQueue[] = [];
  const ended: EndedJob[] = [];
  const errors: unknown[] = [];
  let now = Date.parse(start);
  return {
    place,
    ended,
    errors,
    move(seconds) {
      now += seconds * 1000;
    },
    async open(options = {}) {
      const { folder, environment } = place.context;
      const queue = await openJobs(store, place.settings, {
        ...{ folder, environment, clock: () => new Date(now), pollMilliseconds: 5, abortMilliseconds: 2_000 },
        onEnded: async (job) => void ended.push(job),
        onError: (error) => void errors.push(error),
        ...options,
      });
      open.push(queue);
      return queue;
    },
    async close() {
      for (const queue of open) await queue.stop(0);
    },
  };
}

/** A promise that is kept from outside. */
export function gate<T = void>(): { promise: Promise<T>; open(value: T): void } {
  let open: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}

/** Waits until a signal is given; throws what it was given with. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
}
