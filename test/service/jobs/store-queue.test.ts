import { afterEach, expect, test, vi } from 'vitest';
import { mostAttempts, openSqliteJobs } from '../../../service/jobs/index.ts';
import { minute, onBoth, start } from '../store/engines.ts';
import { gate, untilAborted } from './queues.ts';

const soon = { timeout: 10_000, interval: 2 };

// The queue that lives in the store works on either, although only SQLite needs it.
onBoth('the queue in the store', (bench) => {
  const stops: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });

  async function open(options: { leaseMilliseconds?: number } = {}) {
    const { store } = await bench.fresh();
    const told: string[] = [];
    let now = Date.parse(start);
    const queueOf = (ended: string[]) => {
      const queue = openSqliteJobs(store, {
        ...{ clock: () => new Date(now), pollMilliseconds: 2, abortMilliseconds: 20, ...options },
        onEnded: async ({ payload, state, error }) => void ended.push(`${payload} ${state}: ${error}`),
      });
      stops.push(() => queue.stop(0));
      return queue;
    };
    return {
      store,
      told,
      queue: queueOf(told),
      another: () => queueOf(told),
      move: (seconds: number) => {
        now += seconds * 1000;
      },
      now: () => now,
    };
  }

  test('pauses between tries are 1 s, 10 s, 1 min, 5 min and 30 min; then it is a dead letter', async () => {
    const { store, queue, told, move, now } = await open();
    const times: number[] = [];
    await queue.add('k', 'job');
    queue.work('k', async ({ attempt }) => {
      times.push((now() - Date.parse(start)) / 1000);
      throw new Error(`try ${attempt}`);
    });
    for (let attempt = 1; attempt < mostAttempts; attempt++) {
      await vi.waitFor(
        async () => expect((await store.jobs.list('waiting')).length * times.length).toBe(attempt),
        soon,
      );
      const [job] = await store.jobs.list('waiting');
      move((Date.parse(job!.runAfter) - now()) / 1000);
    }
    await vi.waitFor(async () => expect((await store.jobs.list('dead')).length).toBe(1), soon);
    expect(times).toEqual([0, 1, 11, 71, 371, 2171]);
    expect(told).toEqual(['job dead: try 6']);
  });

  test('what a killed worker had is done by another when its lease ends, and not before', async () => {
    const { store, another, move } = await open({ leaseMilliseconds: 60_000 });
    await store.jobs.add({ id: 'a', kind: 'k', key: null, payload: 'job', runAfter: start });
    await store.jobs.take(['k'], 'killed', start, minute(1));
    const seen: unknown[] = [];
    const queue = another();
    queue.work('k', async ({ payload, attempt }) => void seen.push([payload, attempt]));
    move(59);
    await queue.add('k', 'marker');
    await vi.waitFor(() => expect(seen).toEqual([['marker', 1]]), soon);
    move(1);
    await vi.waitFor(
      () =>
        expect(seen).toEqual([
          ['marker', 1],
          ['job', 2],
        ]),
      soon,
    );
    // The one that was killed, should it live after all, changes nothing any more.
    expect(await store.jobs.heartbeat('a', 'killed', minute(9))).toBe(false);
    await store.jobs.settle('a', { state: 'waiting', error: null, runAfter: start }, 'killed');
    await vi.waitFor(async () => expect((await store.jobs.list('done')).length).toBe(2), soon);
  });

  test('a job that kills each worker that takes it ends as a dead letter', async () => {
    const { store, queue, told } = await open();
    await store.jobs.add({ id: 'a', kind: 'k', key: null, payload: 'poison', runAfter: start });
    for (let attempt = 0; attempt < mostAttempts; attempt++) await store.jobs.take(['k'], 'killed', start, start);
    const seen: unknown[] = [];
    queue.work('k', async ({ payload }) => void seen.push(payload));
    await vi.waitFor(async () => expect((await store.jobs.list('dead')).length).toBe(1), soon);
    expect(seen).toEqual([]);
    expect(told).toEqual([`poison dead: its worker ended ${mostAttempts} times before the job did`]);
  });

  test('a step of the clock past the lease neither starts a job twice nor stops it', async () => {
    const { store, queue, move } = await open({ leaseMilliseconds: 60_000 });
    const [started, go] = [gate(), gate()];
    const seen: string[] = [];
    await queue.add('k', 'job');
    queue.work(
      'k',
      async (_job, { signal }) => {
        seen.push('started');
        started.open();
        await go.promise;
        seen.push(signal.aborted ? 'aborted' : 'ended');
      },
      { concurrency: 2 },
    );
    await started.promise;
    move(24 * 3600);
    await vi.waitFor(async () => expect((await store.jobs.list('active'))[0]?.attempts).toBe(2), soon);
    move(-24 * 3600);
    go.open();
    await vi.waitFor(async () => expect((await store.jobs.list('done')).length).toBe(1), soon);
    expect(seen).toEqual(['started', 'ended']);
  });

  test('a worker that lost its lease is told to stop, and its end changes nothing', async () => {
    const { store, queue } = await open({ leaseMilliseconds: 8 });
    const aborted = gate();
    await queue.add('k', 'job');
    queue.work('k', async (_job, { signal }) => {
      await untilAborted(signal).catch(() => undefined);
      aborted.open();
    });
    await vi.waitFor(async () => expect((await store.jobs.list('active')).length).toBe(1), soon);
    await store.jobs.take(['k'], 'another', minute(1), minute(9));
    await aborted.promise;
    await queue.stop(100);
    const [job] = await store.jobs.list();
    expect([job?.state, job?.worker]).toEqual(['active', 'another']);
  });
});
