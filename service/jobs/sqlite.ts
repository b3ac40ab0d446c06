import { randomUUID } from 'node:crypto';
import os from 'node:os';
import type { JobStore, StoredJob } from '../store/contract.ts';
import { mostAttempts } from './back-off.ts';
import type { Job, JobQueue } from './contract.ts';
import { type QueueContext, timesOf } from './options.ts';
import { jobRow } from './row.ts';
import { type Backend, openWorker } from './worker.ts';

/**
 * A queue in the store itself. Its jobs belong to the process that holds their lease; one that is killed loses them when
 * the lease ends, and whoever asks next takes them.
 */
export function openSqliteJobs(store: { jobs: JobStore }, context: QueueContext): JobQueue {
  const { jobs } = store;
  const times = timesOf(context);
  const me = `${os.hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`;
  const now = () => context.clock().toISOString();
  const leaseUntil = () => new Date(context.clock().getTime() + times.leaseMilliseconds).toISOString();
  const later = (seconds: number) => new Date(context.clock().getTime() + seconds * 1000).toISOString();

  async function dead(job: Pick<Job, 'id' | 'kind' | 'payload'>, error: string): Promise<void> {
    // Told first: a process that is killed between the two tells it again, and never leaves it untold.
    await context.onEnded?.({ id: job.id, kind: job.kind, payload: job.payload, state: 'dead', error });
    await jobs.settle(job.id, { state: 'dead', error, runAfter: now() }, me);
  }

  const backend: Backend<Job> = {
    async take(kind) {
      for (;;) {
        const row = await jobs.take([kind], me, now(), leaseUntil());
        if (row === null) return null;
        const job = jobOf(row);
        if (job.attempt <= mostAttempts) return job;
        await dead(job, row.error ?? `its worker ended ${mostAttempts} times before the job did`);
      }
    },
    heartbeat: (job) => jobs.heartbeat(job.id, me, leaseUntil()),
    done: (job) => jobs.settle(job.id, { state: 'done', error: null, runAfter: now() }, me),
    retry: (job, error, seconds) => jobs.settle(job.id, { state: 'waiting', error, runAfter: later(seconds) }, me),
    dead,
    /** What is handed back has had its try, as on PostgreSQL. */
    handBack: (job) => jobs.settle(job.id, { state: 'waiting', error: 'its worker stopped', runAfter: now() }, me),
  };
  const worker = openWorker(backend, times, context.onError ?? (() => undefined));

  return {
    async add(kind, payload, options = {}) {
      const row = jobRow(kind, payload, options, context.clock());
      if (!(await jobs.add(row))) return null;
      worker.wake();
      return row.id;
    },
    work: (kind, handler, options = {}) => worker.work(kind, handler, options.concurrency ?? 1),
    async cancel(id) {
      const unfinished = [...(await jobs.list('waiting')), ...(await jobs.list('active'))];
      const row = unfinished.find((each) => each.id === id);
      if (row === undefined) return;
      const error = 'cancelled';
      await jobs.settle(id, { state: 'cancelled', error, runAfter: row.runAfter });
      worker.abort(id);
      await context.onEnded?.({ id, kind: row.kind, payload: row.payload, state: 'cancelled', error });
    },
    stop: worker.stop,
  };
}

function jobOf({ id, kind, payload, attempts }: StoredJob): Job {
  return { id, kind, payload, attempt: attempts };
}
