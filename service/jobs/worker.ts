import { errorText, isPermanent, pauseAfter } from './back-off.ts';
import type { Job, JobHandler } from './contract.ts';

/** What a queue does for the worker. `job` is the object that {@link Backend.take} gave. */
export interface Backend<J extends Job> {
  /** The job of a kind that is due longest, now leased to this worker; null: none is due. */
  take(kind: string): Promise<J | null>;
  /** Prolongs the lease; false where the job is not this worker's any more. */
  heartbeat(job: J): Promise<boolean>;
  done(job: J): Promise<void>;
  retry(job: J, error: string, seconds: number): Promise<void>;
  dead(job: J, error: string): Promise<void>;
  handBack(job: J): Promise<void>;
}

export interface WorkerTimes {
  heartbeatMilliseconds: number;
  /** Pause between two looks at an empty queue. */
  pollMilliseconds: number;
  /** How long after an abort a handler is waited for before its job is handed back under it. */
  abortMilliseconds: number;
}

export interface Worker {
  work(kind: string, handler: JobHandler, concurrency: number): void;
  /** Looks at the queue at once. */
  wake(): void;
  /** Tells the handler of a job that runs here to stop. */
  abort(id: string): void;
  stop(graceMilliseconds: number): Promise<void>;
}

interface Running<J extends Job> {
  job: J;
  abort: AbortController;
  ended: Promise<void>;
  /** It is somebody else's now, or was handed back: its end changes nothing. */
  released: boolean;
}

/**
 * Takes jobs, keeps their leases while their handlers run, and settles them. The same for every queue.
 * @param onError told what the queue itself failed at; the worker goes on, since a locked store is free again soon
 */
export function openWorker<J extends Job>(
  backend: Backend<J>,
  times: WorkerTimes,
  onError: (error: unknown) => void,
): Worker {
  const running = new Map<string, Running<J>>();
  const loops: Promise<void>[] = [];
  const sleepers = new Set<() => void>();
  let stopping = false;

  function wake(): void {
    for (const rouse of sleepers) rouse();
  }

  async function loop(kind: string, handler: JobHandler): Promise<void> {
    while (!stopping) {
      const job = await guarded(() => backend.take(kind));
      // After a step of the clock a lease can look ended while its handler runs here: taking it again renewed it.
      if (job === null || running.has(job.id)) {
        if (!stopping) await sleep(times.pollMilliseconds, sleepers);
      } else if (stopping) await guarded(() => backend.handBack(job));
      else await run(job, handler);
    }
  }

  async function run(job: J, handler: JobHandler): Promise<void> {
    const abort = new AbortController();
    const entry: Running<J> = { job, abort, ended: Promise.resolve(), released: false };
    running.set(job.id, entry);
    const beat = setInterval(() => void keep(entry), times.heartbeatMilliseconds);
    entry.ended = attempt(entry, handler).finally(() => {
      clearInterval(beat);
      running.delete(job.id);
    });
    await entry.ended;
  }

  async function attempt(entry: Running<J>, handler: JobHandler): Promise<void> {
    const { job, abort } = entry;
    let thrown: { error: unknown } | null = null;
    try {
      await handler(
        { id: job.id, kind: job.kind, payload: job.payload, attempt: job.attempt },
        { signal: abort.signal },
      );
    } catch (error) {
      thrown = { error };
    }
    if (entry.released) return;
    await guarded(() => settle(job, thrown, abort.signal.aborted));
  }

  async function settle(job: J, thrown: { error: unknown } | null, isAborted: boolean): Promise<void> {
    if (thrown === null) return backend.done(job);
    const text = errorText(thrown.error);
    if (isPermanent(thrown.error)) return backend.dead(job, text);
    if (isAborted) return backend.handBack(job);
    const seconds = pauseAfter(job.attempt);
    return seconds === null ? backend.dead(job, text) : backend.retry(job, text, seconds);
  }

  async function keep(entry: Running<J>): Promise<void> {
    const isOurs = await guarded(() => backend.heartbeat(entry.job));
    if (isOurs !== false || running.get(entry.job.id) !== entry) return;
    entry.released = true;
    entry.abort.abort(new Error('the job is not this worker’s any more'));
  }

  async function guarded<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      onError(error);
      return null;
    }
  }

  return {
    work(kind, handler, concurrency) {
      for (let index = 0; index < concurrency; index++) loops.push(loop(kind, handler));
    },
    wake,
    abort(id) {
      const entry = running.get(id);
      if (entry === undefined) return;
      entry.released = true;
      entry.abort.abort(new Error('the job was cancelled'));
    },
    async stop(graceMilliseconds) {
      stopping = true;
      wake();
      const ended = Promise.all(loops);
      if (await within(ended, graceMilliseconds)) return;
      for (const { abort } of running.values()) abort.abort(new Error('the worker stops'));
      if (await within(ended, times.abortMilliseconds)) return;
      // Handlers that do not listen: their jobs go back now, and what they still do is ignored.
      for (const entry of running.values()) {
        if (entry.released) continue;
        entry.released = true;
        await guarded(() => backend.handBack(entry.job));
      }
    },
  };
}

function sleep(milliseconds: number, sleepers: Set<() => void>): Promise<void> {
  return new Promise((resolve) => {
    const rouse = () => {
      clearTimeout(timer);
      sleepers.delete(rouse);
      resolve();
    };
    const timer = setTimeout(rouse, milliseconds);
    sleepers.add(rouse);
  });
}

/** Whether something ends within a time. */
async function within(work: Promise<unknown>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  const isDone = await Promise.race([work.then(() => true), late]);
  clearTimeout(timer);
  return isDone;
}
