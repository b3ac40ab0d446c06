import os from 'node:os';
import { programVersion } from '../../root.ts';
import { openStore, stateFolder } from '../store/index.ts';
import { openHealth } from './health.ts';
import { startHttp } from './http.ts';
import { usualListen } from './live.ts';
import { type Log, openLog } from './log.ts';
import { type Metrics, openMetrics } from './metrics.ts';
import type { ServeOptions } from './options.ts';
import { type Closers, type Server, startParts } from './parts.ts';
import { holdLive } from './reload.ts';
import { forbidCoreDumps, openStateFolder } from './state-folder.ts';
import { errorFields } from './work.ts';

/**
 * Runs the server until its signal is aborted, then ends in order: nothing new begins, work ends or is handed back.
 * @throws PlimsollError where it cannot start
 */
export async function serve(options: ServeOptions): Promise<void> {
  const { role, environment, signal, write, clock = () => new Date() } = options;
  const log = await openLog({ base: { pid: process.pid, host: os.hostname(), role }, clock, write });
  let metrics: Metrics | null = null;
  const live = await holdLive(options, { log, onReload: (succeeded) => metrics?.reload(succeeded, clock()) });
  const { limits, loaded } = live.current();
  const { configuration, folder } = loaded;
  const settings = configuration.store ?? {};
  const state = stateFolder(settings, folder);
  await openStateFolder(state);
  if (!forbidCoreDumps()) log.warn('core dumps could not be switched off here: prlimit is missing or was refused');
  const closers: Closers = { timers: [], work: [], pages: [], store: [] };
  try {
    const store = await openStore(settings, { folder, environment, clock, limits });
    closers.store.push(() => store.close());
    const schedules = () => live.current().schedules;
    metrics = await openMetrics({ store, schedules, version: programVersion(), role });
    metrics.reload(true, clock());
    const health = openHealth({ store, stateFolder: state, clock, ticks: role !== 'worker' });
    const server: Server = { options, live, store, log, metrics, health, clock };
    const listen = options.listen ?? configuration.server?.listen ?? usualListen;
    const pages = await startHttp({ listen, health, metrics });
    closers.pages.push(() => pages.close());
    await startParts(server, state, closers);
    options.onReload(live.reload);
    options.onListening?.(pages.address);
    const names = schedules().map(({ name }) => name);
    log.info('started', {
      configuration: loaded.file,
      state,
      store: store.engine,
      listen: pages.address,
      schedules: names,
    });
    if (names.length === 0) log.warn('there is nothing to do: the configuration has no schedules');
    await aborted(signal);
    log.info('stopping', { reason: reasonOf(signal) });
    health.stopping();
  } finally {
    await closeAll(closers, log);
    log.info('stopped');
  }
}

async function closeAll(closers: Closers, log: Log): Promise<void> {
  for (const phase of [closers.timers, closers.work, closers.pages, closers.store]) {
    for (const end of await Promise.allSettled(phase.map((close) => close()))) {
      if (end.status === 'rejected') log.error('it did not end in order', errorFields(end.reason));
    }
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function reasonOf({ reason }: AbortSignal): string {
  return reason instanceof Error ? reason.message : String(reason);
}
