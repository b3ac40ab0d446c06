import { afterEach, expect, test, vi } from 'vitest';
import type { Job } from '../../../service/jobs/index.ts';
import { onBoth, start } from '../store/engines.ts';
import { gate, openQueues, type Queues, untilAborted } from './queues.ts';

const soon = { timeout: 20_000, interval: 5 };

onBoth('jobs', (bench, engine) => {
  let queues: Queues | null = null;
  afterEach(async () => {
    await queues?.close();
    expect(queues?.errors).toEqual([]);
  });

  test('each is done once, with its payload', async () => {
    queues = await openQueues(bench);
    const [adding, working] = [await queues.open(), await queues.open()];
    const seen: Job[] = [];
    const handler = async (job: Job) => void seen.push(job);
    working.work('report', handler, { concurrency: 3 });
    adding.work('report', handler);
    const ids = [];
    for (let index = 0; index < 20; index++) ids.push(await adding.add('report', { index, 'ä"\u0001': null }));
    await vi.waitFor(() => expect(seen.length).toBe(20), soon);
    await queues.close();
    const sorted = seen.toSorted(
      (a, b) => (a.payload as { index: number }).index - (b.payload as { index: number }).index,
    );
    expect(sorted).toEqual(
      ids.map((id, index) => ({ id, kind: 'report', payload: { index, 'ä"\u0001': null }, attempt: 1 })),
    );
    expect(queues.ended).toEqual([]);
  });

  test('a key is free again when its job has ended, and only then', async () => {
    queues = await openQueues(bench);
    const [one, other] = [await queues.open(), await queues.open()];
    const started = gate();
    const go = gate();
    const done: unknown[] = [];
    expect(await one.add('slot', 1, { key: 'a' })).not.toBe(null);
    expect(await other.add('slot', 2, { key: 'a' })).toBe(null);
    expect(await other.add('slot', 3, { key: 'b' })).not.toBe(null);
    expect(await other.add('slot', 4)).not.toBe(null);
    expect(await other.add('slot', 4)).not.toBe(null);
    expect(await other.add('other-kind', 5, { key: 'c' })).not.toBe(null);
    one.work('slot', async ({ payload }) => {
      if (payload === 1) {
        started.open();
        await go.promise;
      }
      done.push(payload);
    });
    await started.promise;
    expect(await other.add('slot', 2, { key: 'a' })).toBe(null);
    go.open();
    await vi.waitFor(() => expect(done.length).toBe(4), soon);
    await vi.waitFor(async () => expect(await other.add('slot', 6, { key: 'a' })).not.toBe(null), soon);
  });

  test('a job of later is left alone', async () => {
    queues = await openQueues(bench);
    const queue = await queues.open();
    const seen: unknown[] = [];
    const base = engine === 'sqlite' ? Date.parse(start) : Date.now();
    await queue.add('k', 'later', { runAfter: new Date(base + 3_600_000) });
    await queue.add('k', 'now');
    queue.work('k', async ({ payload }) => void seen.push(payload));
    await vi.waitFor(() => expect(seen).toEqual(['now']), soon);
    await queue.add('k', 'now too');
    await vi.waitFor(() => expect(seen).toEqual(['now', 'now too']), soon);
  });

  test('one that fails is tried again, and one without hope is told and never again', async () => {
    queues = await openQueues(bench);
    const queue = await queues.open();
    const attempts: number[] = [];
    const id = await queue.add('k', 'twice');
    queue.work('k', async ({ payload, attempt }) => {
      if (payload === 'hopeless') throw Object.assign(new Error('no such schedule'), { permanent: true });
      attempts.push(attempt);
      if (attempt === 1) throw new Error('not yet');
    });
    await vi.waitFor(() => expect(attempts).toEqual([1]), soon);
    await vi.waitFor(() => {
      queues!.move(1);
      expect(attempts).toEqual([1, 2]);
    }, soon);
    expect(id).not.toBe(null);
    const hopeless = await queue.add('k', 'hopeless', { key: 'h' });
    await vi.waitFor(() => expect(queues!.ended.length).toBe(1), soon);
    expect(queues.ended).toEqual([
      { id: hopeless, kind: 'k', payload: 'hopeless', state: 'dead', error: 'no such schedule' },
    ]);
    await vi.waitFor(async () => expect(await queue.add('k', 'x', { key: 'h' })).not.toBe(null), soon);
  });

  test('one that waits or runs can be cancelled, also from another process', async () => {
    queues = await openQueues(bench);
    const [one, other] = [await queues.open(), await queues.open({ leaseMilliseconds: 40 })];
    const waiting = await one.add('waits', 'w');
    await one.cancel(waiting!);
    await one.cancel(waiting!);
    await one.cancel('00000000-0000-4000-8000-000000000000');
    const running = await one.add('runs', 'r', { key: 'r' });
    const started = gate();
    const aborted = gate<string>();
    other.work('runs', async (_job, { signal }) => {
      started.open();
      await untilAborted(signal).catch((error: Error) => aborted.open(error.message));
    });
    await started.promise;
    await one.cancel(running!);
    await aborted.promise;
    const seen: unknown[] = [];
    one.work('waits', async ({ payload }) => void seen.push(payload));
    await one.add('waits', 'last');
    await vi.waitFor(() => expect(seen).toEqual(['last']), soon);
    expect(queues.ended.map(({ payload, state }) => [payload, state])).toEqual([
      ['w', 'cancelled'],
      ['r', 'cancelled'],
    ]);
    expect(await one.add('runs', 'r', { key: 'r' })).not.toBe(null);
  });

  test('a stop waits for what ends in time, and hands back the rest', async () => {
    queues = await openQueues(bench);
    const [stopping, other] = [await queues.open({ abortMilliseconds: 50 }), await queues.open()];
    const ends = gate();
    const started: unknown[] = [];
    const done: unknown[] = [];
    for (const payload of ['ends', 'listens', 'is deaf']) await stopping.add('k', payload);
    stopping.work(
      'k',
      async ({ payload }, { signal }) => {
        started.push(payload);
        if (payload === 'ends') await ends.promise;
        else if (payload === 'listens') await untilAborted(signal);
        else await new Promise(() => undefined);
        done.push(payload);
      },
      { concurrency: 3 },
    );
    await vi.waitFor(() => expect(started.length).toBe(3), soon);
    ends.open();
    await stopping.stop(100);
    expect(done).toEqual(['ends']);
    const again: Job[] = [];
    other.work('k', async (job) => void again.push(job));
    await vi.waitFor(() => expect(again.length).toBe(2), soon);
    expect(again.map(({ payload }) => payload).toSorted()).toEqual(['is deaf', 'listens']);
    expect(again.map(({ attempt }) => attempt)).toEqual([2, 2]);
  });
});
