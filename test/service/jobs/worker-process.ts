/**
 * A worker in a process of its own, for tests and the bench. It prints `+` and the payload where a job begins, `-` where it
 * ends. The payload `hold` never ends; others work for a while on this thread, as judging does.
 */
import { once } from 'node:events';
import { openJobs } from '../../../service/jobs/index.ts';
import { openStore, type StoreSettings } from '../../../service/store/index.ts';

export interface WorkerOrder {
  settings: StoreSettings;
  folder: string;
  leaseMilliseconds: number;
  concurrency: number;
  /** How long a job keeps the processor busy. */
  busyMilliseconds: number;
}

const order = JSON.parse(process.argv[2]!) as WorkerOrder;
const context = { folder: order.folder, environment: process.env, clock: () => new Date() };
const store = await openStore(order.settings, context);
const queue = await openJobs(store, order.settings, {
  ...context,
  ...{ leaseMilliseconds: order.leaseMilliseconds, pollMilliseconds: 20 },
  onError: (error) => process.stderr.write(`${String(error)}\n`),
});
process.stdout.write('ready\n');
await once(process.stdin, 'data');
queue.work(
  'test',
  async ({ payload }) => {
    process.stdout.write(`+${payload}\n`);
    if (payload === 'hold') await new Promise(() => undefined);
    const used = process.cpuUsage();
    for (let spent = 0; spent < order.busyMilliseconds * 1000; ) {
      const { user, system } = process.cpuUsage(used);
      spent = user + system;
    }
    process.stdout.write(`-${payload}\n`);
  },
  { concurrency: order.concurrency },
);
await once(process.stdin, 'data');
await queue.stop(5_000);
await store.close();
process.exit(0);
