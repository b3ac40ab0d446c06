/** A scheduler in a process of its own, for tests: ticks through a span of time and prints the slots that it claimed. */
import { once } from 'node:events';
import { openJobs } from '../../../service/jobs/index.ts';
import { openTicker } from '../../../service/schedule/index.ts';
import { openStore, type StoreSettings } from '../../../service/store/index.ts';
import { schedule } from './schedules.ts';

export interface SchedulerOrder {
  settings: StoreSettings;
  folder: string;
  schedules: Record<string, unknown>[];
  from: string;
  until: string;
  stepMinutes: number;
}

const order = JSON.parse(process.argv[2]!) as SchedulerOrder;
const context = { folder: order.folder, environment: process.env, clock: () => new Date(order.from) };
const store = await openStore(order.settings, context);
const queue = await openJobs(store, order.settings, context);
const schedules = order.schedules.map(schedule);
const ticker = openTicker({ store, queue, schedules: () => schedules, who: `process ${process.pid}` });
process.stdout.write('ready\n');
await once(process.stdin, 'data');
const claimed: string[] = [];
for (let time = Date.parse(order.from); time <= Date.parse(order.until); time += order.stepMinutes * 60_000) {
  const { decisions } = await ticker.tick(new Date(time));
  claimed.push(...decisions.map((decision) => `${decision.schedule} ${decision.at}`));
}
process.stdout.write(`${JSON.stringify(claimed)}\n`);
await queue.stop(0);
await store.close();
process.stdin.destroy();
