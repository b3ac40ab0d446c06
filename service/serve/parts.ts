/** The parts of a server that work by themselves, and what ends them. */
import os from 'node:os';
import { readSecret, type Secret } from '../config/secret.ts';
import { type JobQueue, openJobs } from '../jobs/index.ts';
import type { Transports } from '../mail/index.ts';
import { type RunningClock, startClock } from '../schedule/index.ts';
import { openStaging } from '../scheduled/index.ts';
import { pruneStore, type Store } from '../store/index.ts';
import type { Health } from './health.ts';
import type { Live } from './live.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { ServeOptions } from './options.ts';
import { type Drain, startDrain } from './outbox.ts';
import type { LiveHolder } from './reload.ts';
import { startUpkeep } from './upkeep.ts';
import { endOfJob, errorFields, outgoingOf, removeLeftovers, startWork, type WorkContext } from './work.ts';

/** Work that is under way may end within this; breaking it off takes 5 more seconds, so that 30 are enough for all. */
const graceMilliseconds = 20_000;

/** What has to be ended, in the order of its phases; within one phase side by side. */
export type Closers = Record<'timers' | 'work' | 'pages' | 'store', (() => Promise<unknown>)[]>;

/** What the parts of the server share. */
export interface Server {
  options: ServeOptions;
  live: LiveHolder;
  store: Store;
  log: Log;
  metrics: Metrics;
  health: Health;
  clock(): Date;
}

/** Starts what works by itself: the queue, the worker and the outbox, the scheduler, and what looks after them. */
export async function startParts(server: Server, state: string, closers: Closers): Promise<void> {
  const { options, live, store, log, metrics, health, clock } = server;
  const { role, environment, times = {} } = options;
  const { configuration, folder } = live.current().loaded;
  let drain: Drain | null = null;
  const context: WorkContext = {
    ...{ store, environment, clock, log, metrics },
    staging: openStaging(state),
    live: live.current,
    onDeliveries: () => drain?.wake(),
    onStage: options.onStage,
  };
  const queue = await openJobs(store, configuration.store ?? {}, {
    ...{ clock, folder, environment },
    onEnded: (job) => endOfJob(job, context),
    onError: (error) => log.error('the queue failed', errorFields(error)),
    ...(times.jobLease === undefined ? {} : { leaseMilliseconds: times.jobLease }),
    ...(times.poll === undefined ? {} : { pollMilliseconds: times.poll }),
  });
  closers.work.push(() => queue.stop(graceMilliseconds));
  if (role !== 'scheduler') {
    await removeLeftovers(context);
    startWork(context, queue, configuration.server?.concurrency ?? 1);
    const started = startOutbox(server, context);
    drain = started;
    closers.work.push(() => started.stop(graceMilliseconds));
  }
  if (role !== 'worker') {
    const ticking = await startTicking(server, queue);
    closers.timers.push(() => ticking.stop());
  }
  const upkeep = startUpkeep({
    ...{ health, log, metrics, clock },
    heartbeat: () => heartbeatOf(server),
    daily: () => cleanUp(server, context),
    ...(times.upkeep === undefined ? {} : { everyMilliseconds: times.upkeep }),
  });
  closers.timers.push(() => upkeep.stop());
}

function startOutbox({ options, live, store, log, metrics, clock }: Server, context: WorkContext): Drain {
  // Made once for each configuration: they keep the token of the mail server.
  const opened = new WeakMap<Live, Promise<Transports>>();
  return startDrain({
    ...{ store, clock },
    transports() {
      const current = live.current();
      const known = opened.get(current) ?? current.transports(store.artifacts);
      opened.set(current, known);
      // A secret that cannot be read now may be there at the next look.
      known.catch(() => opened.delete(current));
      return known;
    },
    outgoing: () => outgoingOf(context),
    pollMilliseconds: options.times?.poll ?? 2_000,
    leaseMilliseconds: options.times?.deliveryLease,
    onReport({ tried, accepted, again, givenUp }) {
      log.info('deliveries tried', { tried, accepted, again, givenUp });
      for (const [outcome, count] of Object.entries({ accepted, again, 'given-up': givenUp })) {
        metrics.delivery(outcome as 'accepted', count);
      }
    },
    onError: (error) => log.error('the outbox failed', errorFields(error)),
  });
}

function startTicking(
  { options, live, store, log, metrics, health, clock }: Server,
  queue: JobQueue,
): Promise<RunningClock> {
  return startClock({
    ...{ store, queue, clock, who: `${os.hostname()}:${process.pid}` },
    schedules: () => live.current().schedules,
    onTick({ decisions }) {
      health.ticked(clock());
      metrics.tick(clock());
      for (const { schedule, at, action, reason, lateSeconds } of decisions) {
        metrics.slot(schedule, action);
        log.info('slot decided', { schedule, at, action, reason, lateSeconds });
      }
    },
    onError: (error) => log.error('the scheduler failed, and tries again in a minute', errorFields(error)),
    ...(options.everyMinute === undefined ? {} : { everyMinute: options.everyMinute }),
  });
}

async function heartbeatOf({ live, options }: Server): Promise<Secret | null> {
  const { configuration, folder } = live.current().loaded;
  const reference = configuration.server?.heartbeat;
  return reference === undefined ? null : readSecret(reference, folder, options.environment);
}

/** Workers remove what runs left on their machine, schedulers what is older than the retention. */
async function cleanUp({ options, live, store, log, clock }: Server, context: WorkContext): Promise<void> {
  if (options.role !== 'scheduler') await removeLeftovers(context);
  if (options.role === 'worker') return;
  const { retention } = live.current().loaded.configuration.store ?? {};
  const { artifacts, bytes } = await pruneStore(store, retention, clock().toISOString());
  if (artifacts > 0) log.info('retention removed old content', { artifacts, bytes });
}
