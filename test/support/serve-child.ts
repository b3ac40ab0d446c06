/**
 * A server in a process of its own, with a scheduler that ticks quickly and short leases. Started by tests with a JSON
 * object as its argument; tells its parent what happens in lines on standard output, and logs to standard error.
 */
import { serve } from '../../service/index.ts';

export interface ChildSettings {
  role: 'scheduler' | 'worker' | 'all';
  folder: string;
  /** Milliseconds between two ticks. */
  tick: number;
  times: { jobLease: number; deliveryLease: number; poll: number; upkeep: number };
}

const settings = JSON.parse(process.argv[2] ?? '{}') as ChildSettings;
const stop = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => stop.abort(new Error(`stopped by ${signal}`)));
}
const tell = (message: object) => void process.stdout.write(`${JSON.stringify(message)}\n`);
await serve({
  role: settings.role,
  workingFolder: settings.folder,
  file: undefined,
  listen: '127.0.0.1:0',
  environment: process.env,
  signal: stop.signal,
  write: (line) => void process.stderr.write(line),
  onReload: (reload) => process.on('SIGHUP', () => void reload().then(() => tell({ reloaded: true }))),
  onStage: (stage) => tell({ stage }),
  onListening: (address) => tell({ address }),
  everyMinute(work) {
    const timer = setInterval(() => void work(), settings.tick);
    return { stop: () => clearInterval(timer) };
  },
  times: settings.times,
});
