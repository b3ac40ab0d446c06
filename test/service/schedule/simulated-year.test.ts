import { expect, test } from 'vitest';
import { slotJobKind } from '../../../service/schedule/index.ts';
import { onBoth } from '../store/engines.ts';
import { simulateYear } from './simulated-year.ts';

onBoth('fifty hourly and daily schedules', (bench, engine) => {
  // The whole year is in the bench.
  test('have every slot once through weeks of ticks', async () => {
    const { store } = await bench.fresh();
    const days = engine === 'sqlite' ? 28 : 4;
    const { expected, milliseconds: _, ...year } = await simulateYear(store, days);
    expect(year).toEqual({ slots: expected, ticks: days * 24 * 60 + 1, twice: 0, lost: 0 });
    const rows = await store.slots.list({ limit: 1_000_000 });
    expect([rows.length, rows.filter(({ state }) => state === 'done').length]).toEqual([expected, expected]);
    expect((await store.jobs.list()).filter(({ kind }) => kind === slotJobKind).length).toBe(expected);
  });
});
