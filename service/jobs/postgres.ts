import { randomUUID } from 'node:crypto';
import { PlimsollError } from '../../engine/index.ts';
import type { StoreSettings } from '../config/scheduling.ts';
import { postgresConnection } from '../store/index.ts';
import { errorText, mostAttempts } from './back-off.ts';
import type { Job, JobQueue } from './contract.ts';
import { type QueueContext, timesOf } from './options.ts';
import { type Backend, openWorker } from './worker.ts';

export interface PostgresQueueContext extends QueueContext {
  /** Folder that relative paths start from: that of plimsoll.yaml. */
  folder: string;
  environment: NodeJS.ProcessEnv;
}

interface PostgresJob extends Job {
  /** Says which try is meant, so that one whose lease ended settles nothing. */
  retryCount: number;
}

/** What calls about jobs answer at run time. */
interface Affected {
  affected: number;
}

interface Wrapped {
  payload: unknown;
  /** Of a dead letter that was written here and not by the library. */
  dead?: { id: string; error: string };
}

/** The library's shortest lease. */
const shortestLeaseSeconds = 10;
/** A job is ended by its lease, not by how long it takes. */
const longestJobSeconds = 23 * 3600;
const deadLetters = (kind: string) => `${kind}.dead`;

/**
 * A queue on PostgreSQL, for any number of processes on any number of machines. The tables are the library's own, in a
 * schema beside that of the store. Leases are measured by the clock of the database.
 * @throws PlimsollError `store-failed`, `configuration-invalid`, `secret-unreadable`
 */
export async function openPostgresJobs(
  settings: NonNullable<StoreSettings['postgres']>,
  context: PostgresQueueContext,
): Promise<JobQueue> {
  const { PgBoss } = await import('pg-boss');
  const times = timesOf(context);
  const leaseSeconds = Math.max(shortestLeaseSeconds, Math.ceil(times.leaseMilliseconds / 1000));
  const lookSeconds = Math.max(1, Math.min(10, Math.floor(leaseSeconds / 4)));
  const onError = context.onError ?? (() => undefined);
  const boss = new PgBoss({
    ...(await postgresConnection(settings, context)),
    schema: `${settings.schema}_jobs`,
    schedule: false,
    superviseIntervalSeconds: lookSeconds,
    monitorIntervalSeconds: lookSeconds,
  });
  boss.on('error', onError);
  try {
    await boss.start();
  } catch (cause) {
    throw new PlimsollError('store-failed', `the queue on PostgreSQL cannot be opened: ${errorText(cause)}`, { cause });
  }
  let toldAt = 0;
  const known = new Map<string, Promise<void>>();

  /** Makes the queue of a kind and that of its dead letters. */
  function ready(kind: string): Promise<void> {
    let made = known.get(kind);
    if (made === undefined) {
      made = makeQueues(kind);
      // A failure is met by whoever waits for it; the next one tries again.
      made.catch(() => known.delete(kind));
      known.set(kind, made);
    }
    return made;
  }

  async function makeQueues(kind: string): Promise<void> {
    await boss.createQueue(deadLetters(kind), { retryLimit: 1_000, retryDelay: 10 });
    await boss.createQueue(kind, {
      policy: 'exclusive',
      deadLetter: deadLetters(kind),
      retryLimit: mostAttempts - 1,
      retryDelay: 1,
      heartbeatSeconds: leaseSeconds,
      expireInSeconds: longestJobSeconds,
      retentionSeconds: 365 * 24 * 3600,
    });
  }

  const backend: Backend<PostgresJob> = {
    async take(kind) {
      await ready(kind);
      const [job] = await boss.fetch<Wrapped>(kind);
      if (job === undefined || Date.now() - toldAt > lookSeconds * 1000) {
        toldAt = Date.now();
        // Not where the job just taken would be lost to an error of this.
        await tellDead(kind).catch(onError);
      }
      if (job === undefined) return null;
      return { id: job.id, kind, payload: job.data.payload, attempt: job.retryCount + 1, retryCount: job.retryCount };
    },
    heartbeat: async (job) => ((await boss.touch(job.kind, attemptOf(job))) as Affected).affected === 1,
    done: async (job) => void (await boss.complete(job.kind, attemptOf(job))),
    async retry(job, message, seconds) {
      const { affected } = (await boss.fail(job.kind, attemptOf(job), { message })) as Affected;
      if (affected === 0) return;
      // The library's own pauses grow by doubling. It comes a second after the failure unless this moves it.
      const startAfter = new Date(Date.now() + seconds * 1000);
      await boss.update(job.kind, undefined, { id: job.id, startAfter });
    },
    async dead(job, error) {
      const transaction = await boss.getDb().beginTransaction!();
      const { db } = transaction;
      try {
        const { affected } = (await boss.cancel(job.kind, attemptOf(job), { db })) as Affected;
        const letter: Wrapped = { payload: job.payload, dead: { id: job.id, error } };
        if (affected === 1) await boss.send(deadLetters(job.kind), letter, { db });
        await transaction.commit();
      } catch (cause) {
        await transaction.rollback();
        throw cause;
      }
      await tellDead(job.kind);
    },
    /** The library counts this as a try. */
    handBack: async (job) => void (await boss.fail(job.kind, attemptOf(job), { message: 'its worker stopped' })),
  };

  /** Tells what became of dead letters, whoever they died with; they are kept for a week, completed. */
  async function tellDead(kind: string): Promise<void> {
    for (;;) {
      const [letter] = await boss.fetch<Wrapped>(deadLetters(kind), { includeMetadata: true });
      if (letter === undefined) return;
      const id = letter.data.dead?.id ?? letter.sourceId ?? letter.id;
      const error = letter.data.dead?.error ?? messageOf(letter.sourceOutput);
      try {
        await context.onEnded?.({ id, kind, payload: letter.data.payload, state: 'dead', error });
      } catch (thrown) {
        await boss.fail(deadLetters(kind), letter.id, { message: errorText(thrown) });
        throw thrown;
      }
      await boss.complete(deadLetters(kind), letter.id);
    }
  }

  const worker = openWorker(
    backend,
    { ...times, heartbeatMilliseconds: Math.floor((leaseSeconds * 1000) / 4) },
    onError,
  );

  return {
    async add(kind, payload, { key, runAfter } = {}) {
      await ready(kind);
      const id = randomUUID();
      const data: Wrapped = { payload };
      const sent = await boss.send(kind, data, {
        ...{ id, singletonKey: key ?? id },
        ...(runAfter === undefined ? {} : { startAfter: runAfter }),
      });
      if (sent !== null) worker.wake();
      return sent;
    },
    work: (kind, handler, options = {}) => worker.work(kind, handler, options.concurrency ?? 1),
    async cancel(id) {
      for (const { name } of await boss.getQueues()) {
        const [job] = await boss.findJobs<Wrapped>(name, { id });
        if (job === undefined) continue;
        const { affected } = (await boss.cancel(name, id)) as Affected;
        if (affected === 0) return;
        worker.abort(id);
        const ended = { id, kind: name, payload: job.data.payload, error: 'cancelled' };
        await context.onEnded?.({ ...ended, state: 'cancelled' });
        return;
      }
    },
    async stop(graceMilliseconds) {
      await worker.stop(graceMilliseconds);
      await boss.stop({ graceful: false });
    },
  };
}

function attemptOf({ id, retryCount }: PostgresJob): { id: string; retryCount: number } {
  return { id, retryCount };
}

function messageOf(output: unknown): string {
  const value = output as { message?: unknown; value?: { message?: unknown } } | null;
  return String(value?.message ?? value?.value?.message ?? 'its worker ended too often before the job did');
}
