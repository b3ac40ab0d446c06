import { expect, test } from 'vitest';
import { startClock } from '../../../service/schedule/index.ts';
import { gate } from '../jobs/queues.ts';
import { onBoth } from '../store/engines.ts';
import { schedule } from './schedules.ts';

onBoth('the clock', (bench) => {
  test('ticks at its start, never twice at the same time, and no more once it is stopped', async () => {
    const { store } = await bench.fresh();
    let now = Date.parse('2026-01-01T05:59:00Z');
    const times: string[] = [];
    const seen: string[] = [];
    const hold = gate();
    let isHeld = false;
    const held = {
      ...store.slots,
      async paused() {
        seen.push('begins');
        if (isHeld) await hold.promise;
        return store.slots.paused();
      },
    };
    let minute: () => Promise<void> = async () => undefined;
    const one = schedule({ cron: '* * * * *', overlap: 'allow' });
    const clock = await startClock({
      ...{ store: { engine: store.engine, slots: held }, queue: { add: async () => '1' } },
      ...{ schedules: () => [one], who: 'test', clock: () => new Date(now) },
      onTick: ({ decisions }) => void times.push(...decisions.map(({ at }) => at.slice(11, 16))),
      onError: (error) => void seen.push(String(error)),
      everyMinute(work) {
        minute = work;
        return { stop: () => void seen.push('stopped') };
      },
    });
    expect([times, seen]).toEqual([[], ['begins']]);
    now += 60_000;
    isHeld = true;
    const both = [minute(), minute()];
    const stopping = clock.stop();
    hold.open();
    await Promise.all([...both, stopping]);
    await minute();
    expect([times, seen]).toEqual([['06:00'], ['begins', 'begins', 'stopped']]);
  });

  test('a tick that fails is told, and the next one makes up for it', async () => {
    const { store } = await bench.fresh();
    let now = Date.parse('2026-01-01T05:59:00Z');
    const errors: unknown[] = [];
    const times: string[] = [];
    let minute: () => Promise<void> = async () => undefined;
    let isLocked = false;
    const slots: typeof store.slots = {
      ...store.slots,
      async claimAll(claims) {
        if (isLocked) throw new Error('database is locked');
        return store.slots.claimAll(claims);
      },
    };
    const one = schedule({ cron: '* * * * *', overlap: 'allow' });
    const clock = await startClock({
      ...{ store: { engine: store.engine, slots }, queue: { add: async () => '1' } },
      ...{ schedules: () => [one], who: 'test', clock: () => new Date(now) },
      onTick: ({ decisions }) => void times.push(...decisions.map(({ at }) => at.slice(11, 16))),
      onError: (error) => void errors.push((error as Error).message),
      everyMinute(work) {
        minute = work;
        return { stop: () => undefined };
      },
    });
    isLocked = true;
    now += 60_000;
    await minute();
    isLocked = false;
    now += 30_000;
    await minute();
    await clock.stop();
    expect([errors, times]).toEqual([['database is locked'], ['06:00']]);
  });
});

test('the real timer starts and stops', async () => {
  const clock = await startClock({
    store: { engine: 'sqlite', slots: { list: async () => [] } as never },
    ...{ queue: { add: async () => null }, schedules: () => [], who: 'test', clock: () => new Date() },
    onError: (error) => {
      throw error;
    },
  });
  await clock.stop();
});
