/** What a worker does: slots and runs by hand, notices, and the end of jobs that ended without having been done. */
import { formatPlace, PlimsollError, toPlimsollError } from '../../engine/index.ts';
import type { EndedJob, JobQueue } from '../jobs/index.ts';
import { failedRun, missedSlots } from '../mail/index.ts';
import {
  endSlotOf,
  type MissedNotice,
  noticeJobKind,
  type SlotPayload,
  type SlotWork,
  slotJobKind,
  workSlots,
} from '../schedule/index.ts';
import { noticesFor, type OutgoingContext, runIdOf, runScheduled, type Staging } from '../scheduled/index.ts';
import type { Store } from '../store/index.ts';
import type { Live } from './live.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';

export interface WorkContext {
  store: Store;
  staging: Staging;
  live(): Live;
  environment: NodeJS.ProcessEnv;
  clock(): Date;
  log: Log;
  metrics: Metrics;
  /** Told when deliveries were added. */
  onDeliveries(): void;
  onStage: ((stage: string) => void) | undefined;
}

/** Works on everything that the queue has, until the queue stops. */
export function startWork(context: WorkContext, queue: JobQueue, concurrency: number): void {
  workSlots({ store: context.store, queue, concurrency, run: (work) => runSlot(work, context) });
  queue.work(noticeJobKind, async ({ payload }) => {
    const missed = payload as MissedNotice;
    const timeZone = context.live().loaded.configuration.report?.timeZone ?? 'UTC';
    context.log.warn('slots were missed', { ...missed });
    await context.store.deliveries.add(await noticesFor(missedSlots(missed, timeZone), outgoingOf(context)));
    context.onDeliveries();
  });
}

/** What composes messages of this server. */
export function outgoingOf({ live, store, environment, clock }: WorkContext): OutgoingContext {
  return { loaded: live().loaded, artifacts: store.artifacts, environment, now: clock };
}

async function runSlot({ schedule, at, jobId, attempt, signal }: SlotWork, context: WorkContext): Promise<void> {
  const { log, metrics, live, store, staging, environment, clock } = context;
  const { loaded, limits } = live();
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  const fields = { schedule, at, attempt };
  log.info('run started', fields);
  context.onStage?.('started');
  try {
    const { id, finished } = await runScheduled(
      { schedule, at, jobId, signal },
      {
        ...{ store, loaded, staging, limits, environment, now: clock },
        onStage: (_run, stage) => context.onStage?.(stage),
      },
    );
    context.onDeliveries();
    if (finished === null) {
      log.info('run had ended before', { ...fields, run: id });
      return;
    }
    const { exitCode, exitReason, failures } = finished;
    for (const { format, reason } of failures)
      log.warn('a format is missing in the report', { run: id, format, reason });
    log.info('run finished', { ...fields, run: id, exitCode, exitReason, seconds: Number(seconds().toFixed(3)) });
    metrics.run(schedule, 'finished', seconds());
  } catch (thrown) {
    if (signal.aborted) log.info('run handed back', fields);
    else {
      log.error('run failed, and is tried again unless it is hopeless', { ...fields, ...errorFields(thrown) });
      metrics.run(schedule, 'retried', seconds());
    }
    throw thrown;
  }
}

/** Ends the run and the slot of a job that is given up, and tells the operator. May be called again for the same job. */
export async function endOfJob(job: EndedJob, context: WorkContext): Promise<void> {
  const { store, log, metrics, clock } = context;
  log.error('job given up', { job: job.id, kind: job.kind, state: job.state, error: job.error });
  if (job.kind !== slotJobKind) return;
  const { schedule, at } = job.payload as SlotPayload;
  const id = await runIdOf(store.runs, { schedule, at, jobId: job.id }, clock());
  const run = await store.runs.get(id);
  if (run?.state === 'finished') return;
  if (run === null) {
    await store.runs.begin({ id, stream: schedule, schedule, slotAt: at, startedAt: clock().toISOString() });
  }
  const state = job.state === 'cancelled' ? 'cancelled' : 'failed';
  if (state === 'failed') {
    // A mail server that is not configured well must not keep the run from ending.
    const notices = await noticesFor(failedRun(id, schedule, job.error), outgoingOf(context)).catch(
      (error: unknown) => {
        log.error('no notice could be written', errorFields(error));
        return [];
      },
    );
    await store.deliveries.add(notices);
  }
  await store.runs.fail(id, clock().toISOString(), job.error, state);
  await endSlotOf(store, job);
  metrics.run(schedule, 'failed', 0);
  context.onDeliveries();
}

/** An error as fields of a log line. */
export function errorFields(thrown: unknown): Record<string, unknown> {
  const { code, message, next, place, cause } = toPlimsollError(thrown);
  const because = cause instanceof Error && !(cause instanceof PlimsollError) ? { cause: cause.message } : {};
  return { code, error: message, next, ...(place === undefined ? {} : { place: formatPlace(place) }), ...because };
}

/**
 * Removes what runs that have ended left in the state folder. What belongs to a run that has not ended is left alone: it
 * may be under way in another process of this machine, and its own next try removes it.
 */
export async function removeLeftovers({ staging, store, log }: WorkContext): Promise<void> {
  for (const id of await staging.runs()) {
    const run = await store.runs.get(id);
    if (run?.state === 'running') continue;
    await staging.clear(id);
    log.info('removed what a run left', { run: id });
  }
}
