import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openJobs } from '../../service/jobs/index.ts';
import { openStore, type StoreSettings } from '../../service/store/index.ts';
import { startWorkers } from '../service/jobs/worker-processes.ts';
import { simulateYear } from '../service/schedule/simulated-year.ts';
import { hasPostgres, startPostgres } from '../support/postgres.ts';
import { round } from './measure.ts';

/**
 * A year of 50 schedules on the store that SQLite is, against the bound of a minute; and what one, two and three worker
 * processes on PostgreSQL do in a second, for jobs that keep a processor busy for five milliseconds, against one.
 */
export async function benchSchedule(): Promise<object> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-bench-'));
  try {
    return { year: await benchYear(folder), ...(hasPostgres() ? { workers: await benchWorkers(folder) } : {}) };
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
  }
}

async function benchYear(folder: string): Promise<object> {
  const store = await openStore({}, { folder, environment: {}, clock: () => new Date(0) });
  try {
    const { slots, ticks, twice, lost, milliseconds } = await simulateYear(store, 365);
    const seconds = milliseconds / 1000;
    return { slots, ticks, twice, lost, seconds: round(seconds), boundSeconds: 60, ratio: round(seconds / 60) };
  } finally {
    await store.close();
  }
}

async function benchWorkers(folder: string): Promise<object> {
  const server = await startPostgres();
  try {
    const figures: Record<string, object> = {};
    let one = 0;
    for (const count of [1, 2, 3]) {
      const perSecond = await throughput(count, { postgres: await server.database() }, server.environment, folder);
      if (count === 1) one = perSecond;
      figures[count] = { jobsPerSecond: round(perSecond, 1), ratioToOne: round(perSecond / one) };
    }
    return { processors: os.availableParallelism(), ...figures };
  } finally {
    await server.stop();
  }
}

const jobs = 1_000;

async function throughput(
  count: number,
  settings: StoreSettings,
  environment: Record<string, string>,
  folder: string,
): Promise<number> {
  const context = { folder, environment, clock: () => new Date() };
  const store = await openStore(settings, context);
  const queue = await openJobs(store, settings, context);
  const order = { leaseMilliseconds: 60_000, concurrency: 2, busyMilliseconds: 5 };
  try {
    for (let start = 0; start < jobs; start += 50) {
      await Promise.all(Array.from({ length: 50 }, (_, index) => queue.add('test', start + index)));
    }
    const workers = await startWorkers(count, { settings, folder, environment }, order);
    const started = performance.now();
    workers.go();
    const done = (lines: string[][]) => lines.flat().filter((line) => line.startsWith('-')).length;
    await workers.until((lines) => done(lines) >= jobs);
    const seconds = (performance.now() - started) / 1000;
    await workers.stop();
    return jobs / seconds;
  } finally {
    await queue.stop(0);
    await store.close();
  }
}
