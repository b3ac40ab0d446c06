import { jobRow } from '../../../service/jobs/index.ts';
import { openTicker, slotsBetween } from '../../../service/schedule/index.ts';
import type { Store } from '../../../service/store/index.ts';
import { schedule } from './schedules.ts';

const start = Date.parse('2026-01-01T00:00:00.000Z');
const minute = 60_000;
const ended = { claimed: 'done', done: 'done', failed: 'failed', missed: 'missed', skipped: 'skipped' } as const;
const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'America/Santiago', 'Asia/Tokyo'];

export interface SimulatedYear {
  slots: number;
  ticks: number;
  /** How long the ticks took. */
  milliseconds: number;
  expected: number;
  /** Slots that were claimed twice, and that were due and not claimed. */
  twice: number;
  lost: number;
}

/**
 * Days of 25 hourly and 25 daily schedules, ticked through minute by minute. In the place of the pipeline stands
 * one that has ended by the time a slot is claimed, so that each tick is one transaction.
 */
export async function simulateYear(store: Store, days: number): Promise<SimulatedYear> {
  const schedules = Array.from({ length: 50 }, (_, index) => {
    const timeZone = zones[index % zones.length]!;
    const name = `s${String(index).padStart(2, '0')}`;
    const at = `${String(index % 24).padStart(2, '0')}:00`;
    return schedule({
      name,
      timeZone,
      overlap: 'allow',
      ...(index < 25 ? { cron: '0 * * * *' } : { every: 'day', at }),
    });
  });
  const queue = {
    async add(kind: string, payload: unknown, options = {}) {
      const row = jobRow(kind, payload, options, new Date(start));
      return (await store.jobs.add(row)) ? row.id : null;
    },
  };
  const slots: Store['slots'] = {
    ...store.slots,
    claimAll: (claims) =>
      store.slots.claimAll(claims.map(({ slot, job }) => ({ job, slot: { ...slot, state: ended[slot.state] } }))),
  };
  const context = { store: { engine: store.engine, slots }, queue, schedules: () => schedules, who: 'simulation' };
  const ticker = openTicker(context);
  const claimed: string[] = [];
  const end = start + days * 24 * 60 * minute;
  let ticks = 0;
  const started = performance.now();
  for (let time = start; time <= end; time += minute) {
    const { decisions } = await ticker.tick(new Date(time));
    ticks++;
    for (const { schedule: name, at } of decisions) claimed.push(`${name} ${at}`);
  }
  const milliseconds = performance.now() - started;
  const [from, until] = [new Date(start).toISOString(), new Date(end).toISOString()];
  const expected = schedules.flatMap((each) =>
    slotsBetween(each, from, until, 1_000_000).map((at) => `${each.name} ${at}`),
  );
  const set = new Set(claimed);
  return {
    slots: claimed.length,
    ticks,
    milliseconds,
    expected: expected.length,
    twice: claimed.length - set.size,
    lost: expected.filter((name) => !set.has(name)).length,
  };
}
