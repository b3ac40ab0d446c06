import { expect, test } from 'vitest';
import { slotJobKind, slotsBetween } from '../../../service/schedule/index.ts';
import { startChild } from '../../support/child.ts';
import { onBoth } from '../store/engines.ts';
import type { SchedulerOrder } from './scheduler-process.ts';
import { schedule } from './schedules.ts';

onBoth('two schedulers in two processes on one store', (bench, engine) => {
  test('claim every slot exactly once, and add one job for each', async () => {
    const { store, place } = await bench.fresh();
    const settings = [
      { name: 'often', cron: '*/20 * * * *', overlap: 'allow' },
      { name: 'hourly', cron: '0 * * * *', overlap: 'allow' },
      { name: 'daily', every: 'day', at: '06:00', overlap: 'allow', timeZone: 'Europe/Berlin' },
    ];
    const [from, until] = ['2026-03-27T00:00:00.000Z', '2026-03-31T00:00:00.000Z'];
    const order: SchedulerOrder = {
      settings: place.settings,
      folder: place.folder,
      schedules: settings,
      from,
      until,
      stepMinutes: 20,
    };
    const environment = place.context.environment as Record<string, string>;
    const file = new URL('./scheduler-process.ts', import.meta.url);
    const children = [1, 2].map(() => startChild(file, order, environment));
    for (const child of children) expect(await child.line()).toBe('ready');
    for (const child of children) child.process.stdin!.write('go\n');
    const claims = await Promise.all(children.map(async (child) => JSON.parse(await child.line()) as string[]));
    expect(await Promise.all(children.map(({ ended }) => ended))).toEqual([0, 0]);
    const expected = settings
      .flatMap((each) => slotsBetween(schedule(each), from, until, 10_000).map((at) => `${each.name} ${at}`))
      .toSorted();
    expect(claims.flat().toSorted()).toEqual(expected);
    const rows = await store.slots.list({ state: 'claimed', limit: 10_000 });
    expect(rows.map(({ schedule: name, at }) => `${name} ${at}`).toSorted()).toEqual(expected);
    if (engine === 'postgres') return;
    const jobs = (await store.jobs.list()).filter(({ kind }) => kind === slotJobKind);
    expect(jobs.map(({ key }) => key).toSorted()).toEqual(expected);
  });
});
