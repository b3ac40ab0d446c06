import { expect, test } from 'vitest';
import type { Delivery, Slot, Store } from '../../../service/store/index.ts';
import { minute, onBoth } from './engines.ts';

function slot(schedule: string, at: number, change: Partial<Slot> = {}): Omit<Slot, 'run'> {
  const claimed = { claimedBy: 'one', claimedAt: minute(at) };
  return { schedule, at: minute(at), state: 'claimed', reason: null, ...claimed, ...change };
}

function job(id: string, at = 0, key: string | null = null) {
  return { id, kind: 'audit', key, payload: { schedule: 'daily\0', n: 1 }, runAfter: minute(at) };
}

function delivery(id: string, change: Partial<Delivery> = {}): Delivery {
  return {
    ...{ id, run: null, channel: 'mail', recipient: 'ops@example.org', purpose: 'report', messageId: `<${id}@a>` },
    ...{ subject: 'Report', digest: `sha256:${'a'.repeat(64)}`, state: 'pending', attempts: 0, nextAttemptAt: null },
    ...{ createdAt: minute(0), acceptedAt: null, answer: null, ...change },
  };
}

onBoth('slots', (bench) => {
  test('of two schedulers one claims each slot, with its job', async () => {
    const { store, place } = await bench.fresh();
    const other = await bench.open(place);
    const claims = (by: string) =>
      Array.from({ length: 30 }, (_, at) => ({
        slot: slot('daily', at, { claimedBy: by }),
        job: job(`${by}-${at}`),
      }));
    const made = await Promise.all([store.slots.claimAll(claims('one')), other.slots.claimAll(claims('two'))]);
    expect(
      made
        .flat()
        .map(({ at }) => at)
        .sort(),
    ).toEqual(Array.from({ length: 30 }, (_, at) => minute(at)));
    const jobs = (await store.jobs.list()).map(({ id }) => id).sort();
    expect(jobs).toEqual(
      made
        .flat()
        .map(({ at, claimedBy }) => `${claimedBy}-${(Date.parse(at) - Date.parse(minute(0))) / 60_000}`)
        .sort(),
    );
    expect(await store.slots.claim(slot('daily', 3))).toBe(false);
    expect(await store.slots.claim(slot('daily', 99))).toBe(true);
    expect(
      await store.slots.claimAll([
        { slot: slot('x', 1), job: null },
        { slot: slot('x', 1), job: null },
      ]),
    ).toEqual([slot('x', 1)]);
  });

  test('slots are settled and listed', async () => {
    const { store } = await bench.fresh();
    for (const at of [1, 2, 3]) await store.slots.claim(slot('daily', at));
    await store.slots.claim(slot('weekly', 2));
    await store.slots.settle('daily', minute(2), 'missed', 'downtime', null);
    const missed = { ...slot('daily', 2), state: 'missed', reason: 'downtime', run: null };
    expect(await store.slots.get('daily', minute(2))).toEqual(missed);
    expect(await store.slots.get('daily', minute(9))).toBeNull();
    expect((await store.slots.latest('daily'))?.at).toBe(minute(3));
    expect(await store.slots.latest('none')).toBeNull();
    const names = async (filter: Parameters<Store['slots']['list']>[0]) =>
      (await store.slots.list(filter)).map(({ schedule, at }) => `${schedule} ${at}`);
    expect(await names({ limit: 3 })).toEqual([`daily ${minute(3)}`, `daily ${minute(2)}`, `weekly ${minute(2)}`]);
    expect(await names({ limit: 9, state: 'claimed', since: minute(2) })).toEqual([
      `weekly ${minute(2)}`,
      `daily ${minute(3)}`,
    ]);
    expect(await names({ limit: 9, schedule: 'weekly' })).toEqual([`weekly ${minute(2)}`]);
  });

  test('a schedule is adopted once, paused and resumed, and the audit log says by whom', async () => {
    const { store } = await bench.fresh();
    await store.slots.pause('daily', true, 'kim', minute(1));
    expect(await store.slots.adopt('daily', minute(2))).toBe(minute(2));
    expect(await store.slots.adopt('daily', minute(3))).toBe(minute(2));
    expect(await store.slots.adopt('weekly', minute(4))).toBe(minute(4));
    expect(await store.slots.paused()).toEqual(new Set(['daily']));
    await store.slots.pause('daily', false, 'lee', minute(5));
    expect(await store.slots.paused()).toEqual(new Set());
    await store.audit.add({ at: minute(6), who: 'kim', action: 'run.hold', subject: 'r', detail: { on: true } });
    expect(await store.audit.list(2)).toEqual([
      { at: minute(6), who: 'kim', action: 'run.hold', subject: 'r', detail: { on: true } },
      { at: minute(5), who: 'lee', action: 'schedule.resume', subject: 'daily', detail: {} },
    ]);
  });
});

onBoth('jobs', (bench) => {
  test('two workers take each job once, the longest due first', async () => {
    const { store, place } = await bench.fresh();
    const other = await bench.open(place);
    for (let n = 0; n < 40; n++) await store.jobs.add(job(`job-${n}`, 40 - n));
    const taken: string[] = [];
    const work = async (from: Store, worker: string) => {
      for (;;) {
        const next = await from.jobs.take(['audit'], worker, minute(100), minute(101));
        if (next === null) return;
        taken.push(next.id);
        await from.jobs.settle(next.id, { state: 'done', error: null, runAfter: next.runAfter }, worker);
      }
    };
    expect((await store.jobs.take(['audit'], 'zero', minute(1), minute(50)))?.id).toBe('job-39');
    await Promise.all([work(store, 'one'), work(other, 'two'), work(other, 'three')]);
    expect(taken.sort()).toEqual(Array.from({ length: 40 }, (_, n) => `job-${n}`).sort());
    expect(new Set((await store.jobs.list()).map(({ state }) => state))).toEqual(new Set(['done']));
  });

  test('a lease that ended gives a job to another, and the first can neither beat nor settle', async () => {
    const { store } = await bench.fresh();
    await store.jobs.add(job('a'));
    const first = await store.jobs.take(['audit'], 'one', minute(1), minute(3));
    const row = { ...job('a'), state: 'active', attempts: 1, leaseUntil: minute(3), worker: 'one', error: null };
    expect(first).toEqual(row);
    expect(await store.jobs.take(['audit'], 'two', minute(2), minute(4))).toBeNull();
    expect(await store.jobs.heartbeat('a', 'one', minute(5))).toBe(true);
    expect(await store.jobs.take(['audit'], 'two', minute(4), minute(9))).toBeNull();
    expect(await store.jobs.take(['audit'], 'two', minute(5), minute(9))).toEqual({
      ...{ ...row, attempts: 2, leaseUntil: minute(9), worker: 'two' },
    });
    expect(await store.jobs.heartbeat('a', 'one', minute(99))).toBe(false);
    const change = { state: 'waiting' as const, error: 'late', runAfter: minute(50) };
    await store.jobs.settle('a', change, 'one');
    expect(await store.jobs.list('active')).toMatchObject([{ worker: 'two', error: null }]);
    await store.jobs.settle('a', change, 'two');
    expect(await store.jobs.list()).toEqual([
      { ...row, state: 'waiting', attempts: 2, leaseUntil: null, worker: null, error: 'late', runAfter: minute(50) },
    ]);
  });

  test('a key admits one unfinished job', async () => {
    const { store } = await bench.fresh();
    expect(await store.jobs.add(job('a', 0, 'k'))).toBe(true);
    expect(await store.jobs.add(job('b', 0, 'k'))).toBe(false);
    expect(await store.jobs.add(job('c', 0, 'other'))).toBe(true);
    await store.jobs.take(['audit'], 'one', minute(1), minute(2));
    expect(await store.jobs.add(job('d', 0, 'k'))).toBe(false);
    await store.jobs.settle('a', { state: 'cancelled', error: null, runAfter: minute(0) });
    expect(await store.jobs.add(job('e', 0, 'k'))).toBe(true);
    expect(await store.jobs.take(['other'], 'one', minute(9), minute(10))).toBeNull();
    expect(await store.jobs.take([], 'one', minute(9), minute(10))).toBeNull();
  });
});

onBoth('deliveries', (bench) => {
  test('what is due is taken once until its lease ends', async () => {
    const { store, place } = await bench.fresh();
    const other = await bench.open(place);
    await store.deliveries.add([
      delivery('a'),
      delivery('b', { state: 'failed', nextAttemptAt: minute(2) }),
      delivery('c', { state: 'failed', nextAttemptAt: null }),
      delivery('d', { nextAttemptAt: minute(9) }),
      delivery('e', { state: 'dead', nextAttemptAt: minute(1) }),
      delivery('f', { state: 'accepted', nextAttemptAt: minute(1) }),
    ]);
    await store.deliveries.add([delivery('a', { subject: 'changed' })]);
    const taken = await Promise.all([
      store.deliveries.take(minute(2), minute(5), 9),
      other.deliveries.take(minute(2), minute(5), 9),
    ]);
    expect(taken.flat().sort((x, y) => (x.id < y.id ? -1 : 1))).toEqual([
      delivery('a', { state: 'sending' }),
      delivery('b', { state: 'sending', nextAttemptAt: minute(2) }),
    ]);
    expect(await store.deliveries.take(minute(4), minute(6), 9)).toEqual([]);
    expect((await store.deliveries.take(minute(5), minute(8), 1)).map(({ id }) => id)).toEqual(['a']);
    const accepted = { attempts: 2, nextAttemptAt: null, acceptedAt: minute(5), answer: '250 ok\0' };
    await store.deliveries.settle('a', { state: 'accepted', ...accepted });
    expect(await store.deliveries.list({ state: 'accepted', limit: 9 })).toEqual([
      delivery('f', { state: 'accepted', nextAttemptAt: minute(1) }),
      delivery('a', { state: 'accepted', ...accepted, answer: '250 ok\u2400' }),
    ]);
  });

  test('only what failed or is dead is tried again', async () => {
    const { store } = await bench.fresh();
    await store.deliveries.add([
      delivery('a', { state: 'dead', attempts: 9 }),
      delivery('b', { state: 'accepted', acceptedAt: minute(1) }),
    ]);
    await store.deliveries.retry('a', minute(3));
    await store.deliveries.retry('b', minute(3));
    expect((await store.deliveries.take(minute(3), minute(4), 9)).map(({ id, attempts }) => [id, attempts])).toEqual([
      ['a', 9],
    ]);
  });
});
