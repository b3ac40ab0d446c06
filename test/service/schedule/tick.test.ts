import { expect, test } from 'vitest';
import { type JobQueue, openSqliteJobs } from '../../../service/jobs/index.ts';
import {
  endSlotOf,
  jitterOf,
  noticeJobKind,
  openTicker,
  runNow,
  type Schedule,
  slotJobKind,
  slotsBetween,
  type Ticker,
} from '../../../service/schedule/index.ts';
import type { Store } from '../../../service/store/index.ts';
import { onBoth } from '../store/engines.ts';
import { schedule, short } from './schedules.ts';

interface Noted {
  kind: string;
  payload: unknown;
  key: string | null;
  runAfter: string | null;
}

/** The queue of a store, so far as a scheduler sees it. */
interface TestQueue {
  queue: Pick<JobQueue, 'add'>;
  /** All jobs that were ever added. */
  jobs(): Promise<Noted[]>;
  /** Ends the unfinished job of a slot. */
  end(slot: string): Promise<void>;
}

/** One that only notes what is added, for stores whose queue is elsewhere. */
function notingQueue(): TestQueue {
  const jobs: Noted[] = [];
  const keys = new Set<string>();
  return {
    queue: {
      async add(kind, payload, { key, runAfter } = {}) {
        if (key !== undefined && keys.has(key)) return null;
        if (key !== undefined) keys.add(key);
        jobs.push({ kind, payload, key: key ?? null, runAfter: runAfter?.toISOString() ?? null });
        return String(jobs.length);
      },
    },
    jobs: async () => jobs,
    end: async (slot) => void keys.delete(`nightly ${slot}`),
  };
}

function storeQueue(store: Store): TestQueue {
  return {
    queue: openSqliteJobs(store, { clock: () => new Date('2026-01-01T00:00:00Z') }),
    jobs: () => store.jobs.list(),
    async end(slot) {
      const job = (await store.jobs.list('waiting')).find(({ key }) => key === `nightly ${slot}`);
      if (job !== undefined) await store.jobs.settle(job.id, { state: 'done', error: null, runAfter: job.runAfter });
    },
  };
}

interface World {
  store: Store;
  queue: TestQueue;
  schedules: Schedule[];
  ticker(who?: string): Ticker;
  /** Slots as `time state reason`. */
  slots(): Promise<string[]>;
  /** Times of slots that have a job, of all jobs ever added. */
  jobs(kind?: string): Promise<unknown[]>;
}

onBoth('the ticks of a scheduler', (bench) => {
  async function world(...settings: Record<string, unknown>[]): Promise<World> {
    const { store } = await bench.fresh();
    const queue = store.engine === 'sqlite' ? storeQueue(store) : notingQueue();
    const schedules = settings.map((each) => schedule(each));
    return {
      store,
      queue,
      schedules,
      ticker: (who = 'one') => openTicker({ store, queue: queue.queue, schedules: () => schedules, who }),
      async slots() {
        const all = await store.slots.list({ limit: 10_000 });
        return all
          .toReversed()
          .map(({ at, state, reason }) => [short([at])[0]!.slice(5), state, ...(reason ? [reason] : [])].join(' '));
      },
      async jobs(kind = slotJobKind) {
        return (await queue.jobs()).filter((job) => job.kind === kind).map(({ payload }) => payload);
      },
    };
  }
  const at = (text: string) => new Date(`2026-${text}Z`);
  const daily = { every: 'day', at: '06:00' };

  test('a slot is claimed with its job when it is due, and once only', async () => {
    const { ticker, slots, jobs } = await world(daily);
    const one = ticker();
    for (const time of ['01-01T05:59:00', '01-01T06:00:00', '01-01T06:01:00']) await one.tick(at(time));
    // As after a restart.
    await ticker('another').tick(at('01-01T06:02:00'));
    expect(await slots()).toEqual(['01-01 06:00 claimed']);
    expect(await jobs()).toEqual([{ schedule: 'nightly', at: '2026-01-01T06:00:00.000Z' }]);
  });

  test('the job starts after the jitter, and the slot keeps its time', async () => {
    const { ticker, queue, schedules } = await world({ ...daily, jitter: '30m' });
    const one = ticker();
    await one.tick(at('01-01T05:59:00'));
    await one.tick(at('01-01T06:00:00'));
    const added = await queue.jobs();
    const seconds = jitterOf(schedules[0]!, '2026-01-01T06:00:00.000Z');
    expect(seconds).toBeGreaterThan(0);
    expect(added.map(({ runAfter }) => runAfter)).toEqual([
      new Date(Date.parse('2026-01-01T06:00:00Z') + seconds * 1000).toISOString(),
    ]);
  });

  test.each([
    ['late', ['01-02 06:00 missed downtime', '01-03 06:00 missed downtime', '01-04 06:00 claimed'], 1, 2],
    ['skip', ['01-02 06:00 missed downtime', '01-03 06:00 missed downtime', '01-04 06:00 missed downtime'], 0, 3],
    ['all', ['01-02 06:00 claimed', '01-03 06:00 claimed', '01-04 06:00 claimed'], 1, 0],
  ])('three days asleep: %s', async (missed, expected, started, missedCount) => {
    const { ticker, slots, jobs } = await world({ ...daily, missed });
    await ticker().tick(at('01-01T12:00:00'));
    await ticker().tick(at('01-04T12:00:00'));
    expect(await slots()).toEqual(expected);
    expect((await jobs()).length).toBe(started);
    expect(await jobs(noticeJobKind)).toEqual(
      missedCount === 0
        ? []
        : [
            {
              ...{ purpose: 'missed-slots', schedule: 'nightly', count: missedCount },
              ...{ from: '2026-01-02T06:00:00.000Z', to: `2026-01-0${1 + missedCount}T06:00:00.000Z` },
            },
          ],
    );
  });

  test.each([
    ['late', 'skip'],
    ['all', 'queue'],
  ])('steps of the clock by an hour and a day leave no slot out and run none twice: %s', async (missed, overlap) => {
    const { ticker, store, jobs, schedules, queue } = await world({ cron: '*/20 * * * *', missed, overlap });
    const one = ticker();
    let time = at('03-01T00:00:00').getTime();
    const first = new Date(time).toISOString();
    let furthest = time;
    for (const step of [0, 20, 60, -60, 20, 40, 1440, -1440, 20, 1380, 20, 61]) {
      time += step * 60_000;
      furthest = Math.max(furthest, time);
      await one.tick(new Date(time));
      for (const slot of await store.slots.list({ state: 'claimed', limit: 1_000 })) {
        await store.slots.settle(slot.schedule, slot.at, 'done', null, null);
        await queue.end(slot.at);
      }
    }
    const rows = (await store.slots.list({ limit: 10_000 })).map((slot) => slot.at).toReversed();
    expect(rows).toEqual(slotsBetween(schedules[0]!, first, new Date(furthest).toISOString(), 10_000));
    const started = (await jobs()).map((payload) => (payload as { at: string }).at);
    expect(started.length).toBe(new Set(started).size);
  });

  test('runs made up for come one after the other, each when the one before has ended', async () => {
    const { ticker, store, jobs, queue } = await world({ ...daily, missed: 'all', overlap: 'allow' });
    const one = ticker();
    await one.tick(at('01-01T12:00:00'));
    await one.tick(at('01-03T12:00:00'));
    const days = async () => (await jobs()).map((payload) => (payload as { at: string }).at.slice(5, 10)).toSorted();
    expect(await days()).toEqual(['01-02']);
    await one.tick(at('01-03T12:01:00'));
    expect(await days()).toEqual(['01-02']);
    await store.slots.settle('nightly', '2026-01-02T06:00:00.000Z', 'done', null, null);
    await queue.end('2026-01-02T06:00:00.000Z');
    await one.tick(at('01-03T12:02:00'));
    expect(await days()).toEqual(['01-02', '01-03']);
  });

  test('a slot whose scheduler was killed before its job was added gets it from the next scheduler', async () => {
    const { ticker, store, jobs } = await world(daily);
    await ticker().tick(at('01-01T05:00:00'));
    const claimed = { claimedBy: 'killed', claimedAt: '2026-01-01T06:00:00.000Z', reason: null };
    await store.slots.claim({ schedule: 'nightly', at: '2026-01-01T06:00:00.000Z', state: 'claimed', ...claimed });
    expect(await jobs()).toEqual([]);
    const next = ticker('next');
    await next.tick(at('01-01T06:01:00'));
    await next.tick(at('01-01T06:02:00'));
    expect(await jobs()).toEqual([{ schedule: 'nightly', at: '2026-01-01T06:00:00.000Z' }]);
  });

  test('while a run goes on, slots are skipped; when its job died, the next one runs', async () => {
    const { ticker, store, slots, queue } = await world({ cron: '0 * * * *' });
    const one = ticker();
    for (const time of ['01-01T05:59:00', '01-01T06:00:00', '01-01T07:00:00']) await one.tick(at(time));
    const payload = { schedule: 'nightly', at: '2026-01-01T06:00:00.000Z' };
    await endSlotOf(store, { id: '1', kind: slotJobKind, payload, state: 'dead', error: 'it broke' });
    await queue.end('2026-01-01T06:00:00.000Z');
    await one.tick(at('01-01T08:00:00'));
    expect(await slots()).toEqual([
      ...['01-01 06:00 failed it broke', '01-01 07:00 skipped overlap', '01-01 08:00 claimed'],
    ]);
  });

  test('a paused schedule skips its slots, and goes on when it is resumed', async () => {
    const { ticker, store, slots } = await world(daily);
    const one = ticker();
    await one.tick(at('01-01T05:00:00'));
    await store.slots.pause('nightly', true, 'ann', at('01-01T05:30:00').toISOString());
    await one.tick(at('01-01T06:00:00'));
    await store.slots.pause('nightly', false, 'ann', at('01-01T07:00:00').toISOString());
    await one.tick(at('01-02T06:00:00'));
    expect(await slots()).toEqual(['01-01 06:00 skipped paused', '01-02 06:00 claimed']);
  });

  test('a schedule whose times change has missed none of the new ones before', async () => {
    const { ticker, schedules, slots } = await world({ every: 'week', on: 'mon', at: '06:00', missed: 'all' });
    const one = ticker();
    await one.tick(at('01-04T12:00:00'));
    await one.tick(at('01-05T06:00:00'));
    schedules[0] = schedule({ cron: '0 * * * *', missed: 'all', overlap: 'allow' });
    await one.tick(at('01-08T11:30:00'));
    await one.tick(at('01-08T12:00:00'));
    expect(await slots()).toEqual(['01-05 06:00 claimed', '01-08 12:00 claimed']);
  });

  test('a claimed slot of a schedule that left the configuration is ended', async () => {
    const { ticker, schedules, slots } = await world(daily);
    await ticker().tick(at('01-01T05:00:00'));
    await ticker().tick(at('01-01T06:00:00'));
    schedules.pop();
    await ticker().tick(at('01-01T06:01:00'));
    expect(await slots()).toEqual(['01-01 06:00 failed the schedule is not in the configuration any more']);
  });

  // The last two are on time: where runs may overlap, both run.
  test.each([
    ['skip', 1],
    ['allow', 2],
  ])('thousands of missed slots are all recorded: %s', async (overlap, runs) => {
    const { ticker, store } = await world({ cron: '* * * * *', overlap });
    const one = ticker();
    await one.tick(at('01-01T00:00:30'));
    const { decisions } = await one.tick(at('01-03T00:00:30'));
    expect(decisions.length).toBe(2 * 24 * 60);
    const slots = await store.slots.list({ limit: 10_000 });
    expect([slots.length, slots.filter(({ state }) => state === 'claimed').length]).toEqual([2 * 24 * 60, runs]);
  });
});

test('a run by hand is added once until it has ended', async () => {
  const { queue, jobs } = notingQueue();
  expect(await runNow(queue, 'nightly')).toBe('1');
  expect(await runNow(queue, 'nightly')).toBe(null);
  expect(await jobs()).toEqual([
    { kind: slotJobKind, payload: { schedule: 'nightly', at: null }, key: 'nightly by hand', runAfter: null },
  ]);
});
