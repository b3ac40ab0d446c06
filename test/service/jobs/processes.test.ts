import { expect, test } from 'vitest';
import { onBoth } from '../store/engines.ts';
import { openQueues } from './queues.ts';
import { startWorkers } from './worker-processes.ts';

onBoth('workers in processes of their own', (bench, engine) => {
  const environmentOf = (environment: NodeJS.ProcessEnv) => environment as Record<string, string>;

  test('three do 1,000 jobs, none twice, and each has a share', async () => {
    const queues = await openQueues(bench);
    const queue = await queues.open();
    const place = { ...queues.place, environment: environmentOf(queues.place.context.environment) };
    const workers = await startWorkers(3, place, { leaseMilliseconds: 60_000, concurrency: 2, busyMilliseconds: 0 });
    try {
      const numbers = Array.from({ length: 1_000 }, (_, index) => index);
      for (let start = 0; start < numbers.length; start += 50) {
        await Promise.all(numbers.slice(start, start + 50).map((number) => queue.add('test', number)));
      }
      workers.go();
      const done = (lines: string[][]) => lines.flat().filter((line) => line.startsWith('-'));
      await workers.until((lines) => done(lines).length >= 1_000);
      const sorted = done(workers.lines)
        .map((line) => Number(line.slice(1)))
        .toSorted((a, b) => a - b);
      expect(sorted).toEqual(numbers);
      expect(workers.lines.map((lines) => lines.length > 0)).toEqual([true, true, true]);
    } finally {
      await workers.stop();
      await queues.close();
    }
  });

  test('the job of a worker that is killed is done by another, after its lease', async () => {
    const queues = await openQueues(bench);
    const place = { ...queues.place, environment: environmentOf(queues.place.context.environment) };
    // The shortest lease that pg-boss knows is ten seconds.
    const options = { leaseMilliseconds: engine === 'sqlite' ? 400 : 10_000, concurrency: 1, busyMilliseconds: 0 };
    const queue = await queues.open({ leaseMilliseconds: options.leaseMilliseconds });
    const [killed, other] = [await startWorkers(1, place, options), await startWorkers(1, place, options)];
    try {
      await queue.add('test', 'hold', { key: 'only' });
      killed.go();
      await killed.until(([lines]) => lines!.includes('+hold'));
      expect(await queue.add('test', 'hold', { key: 'only' })).toBe(null);
      killed.children[0]!.process.kill('SIGKILL');
      await killed.children[0]!.ended;
      await queue.add('test', 'marker');
      other.go();
      // While the lease runs the other one does other work; then it takes the job that was left.
      await other.until(([lines]) => lines!.includes('+hold'));
      expect(other.lines).toEqual([['+marker', '-marker', '+hold']]);
    } finally {
      for (const child of [...killed.children, ...other.children]) child.process.kill('SIGKILL');
      await queues.close();
    }
  });
});
