import { expect, test } from 'vitest';
import type { Delivery } from '../../../service/store/index.ts';
import { sampleRun } from '../../support/sample-result.ts';
import { minute, onBoth } from './engines.ts';
import { endOf, idAt, record, resultOf, type World } from './results.ts';

const world: World = { targets: [{ name: 'a', state: 'complete', containers: { web: { root: 'fail' } } }] };

function delivery(id: string, run: string | null, digest: string): Delivery {
  return {
    ...{ id, run, channel: 'mail', recipient: 'ops@example.org', purpose: 'report', messageId: `<${id}@a>` },
    ...{ subject: 'Report', digest, state: 'pending', attempts: 0, nextAttemptAt: null, createdAt: minute(1) },
    ...{ acceptedAt: null, answer: null },
  };
}

onBoth('runs', (bench) => {
  test('a finished run has everything that belongs to it', async () => {
    const { store } = await bench.fresh();
    const id = idAt(1);
    const slot = { schedule: 'daily', at: minute(0) };
    await store.slots.claim({ ...slot, state: 'claimed', reason: null, claimedBy: 'one', claimedAt: minute(0) });
    await store.runs.begin({ id, stream: 'daily', schedule: 'daily', slotAt: minute(0), startedAt: minute(1) });
    const mail = await store.artifacts.put(Buffer.from('mail'));
    const end = await endOf(store, id, 2, resultOf(world), { deliveries: [delivery('d1', id, mail.digest)] });
    await store.runs.finish(end);
    expect(await store.runs.get(id)).toEqual({
      ...{ id, stream: 'daily', schedule: 'daily', slotAt: minute(0), state: 'finished', startedAt: minute(1) },
      ...{ finishedAt: minute(2), exitCode: 1, exitReason: sampleRun().exitReason, error: null },
      ...{ resultDigest: end.resultDigest, summary: end.summary, legalHold: false, rerunOf: null },
    });
    expect(await store.runs.record(id)).toEqual(sampleRun());
    expect(await store.artifacts.list(id)).toEqual([{ run: id, ...end.artifacts[0], prunedAt: null }]);
    expect(await store.deliveries.list({ run: id, limit: 9 })).toEqual([delivery('d1', id, mail.digest)]);
    expect(await store.slots.latest('daily')).toEqual({
      ...{ ...slot, state: 'done', reason: null, run: id, claimedBy: 'one', claimedAt: minute(0) },
    });
    expect(end.summary).toMatchObject({ high: 1, targets: 1, targetsNotAssessed: 0, notEvaluated: 0, waived: 0 });
  });

  test('finishing twice changes nothing', async () => {
    const { store } = await bench.fresh();
    const id = await record(store, 's', 1, world);
    const before = [await store.runs.get(id), await store.history.drift(id, 9), await store.artifacts.list(id)];
    const other = { targets: [{ name: 'a', state: 'complete' as const, containers: {} }] };
    await store.runs.finish(await endOf(store, id, 5, resultOf(other)));
    expect([await store.runs.get(id), await store.history.drift(id, 9), await store.artifacts.list(id)]).toEqual(
      before,
    );
  });

  test('an end that names content that is not there leaves nothing behind', async () => {
    const { store } = await bench.fresh();
    const id = idAt(1);
    await store.runs.begin({ id, stream: 's', schedule: null, slotAt: null, startedAt: minute(1) });
    const end = await endOf(store, id, 2, resultOf(world));
    const lost = { name: 'report.pdf', kind: 'report' as const, digest: `sha256:${'0'.repeat(64)}`, bytes: 1 };
    await expect(store.runs.finish({ ...end, artifacts: [...end.artifacts, lost] })).rejects.toMatchObject({
      code: 'store-failed',
    });
    expect(await store.runs.get(id)).toMatchObject({ state: 'running', summary: null });
    expect(await store.artifacts.list(id)).toEqual([]);
    expect((await store.history.since('s', [end.result.outcomes[0]!.findings[0]!.fingerprint])).size).toBe(0);
  });

  test('an end that breaks in its middle leaves nothing behind', async () => {
    const { store } = await bench.fresh();
    const id = idAt(1);
    await store.runs.begin({ id, stream: 's', schedule: null, slotAt: null, startedAt: minute(1) });
    const end = await endOf(store, id, 2, resultOf(world));
    const twice = { ...end, artifacts: [...end.artifacts, ...end.artifacts] };
    await expect(store.runs.finish(twice)).rejects.toMatchObject({ code: 'store-failed' });
    expect(await store.runs.get(id)).toMatchObject({ state: 'running' });
    await store.runs.finish(end);
    expect((await store.history.drift(id, 9)).totals.new).toBe(1);
  });

  test('a slot has the report of one run only', async () => {
    const { store } = await bench.fresh();
    const slot = { schedule: 'daily', slotAt: minute(0) };
    const claim = { schedule: 'daily', at: minute(0), state: 'claimed' as const, reason: null };
    await store.slots.claim({ ...claim, claimedBy: 'one', claimedAt: minute(0) });
    for (const at of [1, 2]) await store.runs.begin({ id: idAt(at), stream: 's', ...slot, startedAt: minute(at) });
    await store.runs.finish(await endOf(store, idAt(1), 3, resultOf(world)));
    await expect(store.runs.finish(await endOf(store, idAt(2), 3, resultOf(world)))).rejects.toMatchObject({
      code: 'store-failed',
      message: expect.stringContaining(idAt(1)),
    });
    await store.runs.fail(idAt(2), minute(4), 'another run was first');
    expect(await store.slots.latest('daily')).toMatchObject({ state: 'done', run: idAt(1) });
  });

  test('a run that failed says why, takes its slot with it and cannot finish', async () => {
    const { store } = await bench.fresh();
    const slot = { schedule: 'daily', slotAt: minute(0) };
    const claim = { schedule: 'daily', at: minute(0), state: 'claimed' as const, reason: null };
    await store.slots.claim({ ...claim, claimedBy: 'one', claimedAt: minute(0) });
    await store.runs.begin({ id: idAt(1), stream: 's', ...slot, startedAt: minute(1) });
    await store.runs.fail(idAt(1), minute(2), 'no target\0 answered');
    await store.runs.fail(idAt(1), minute(3), 'again');
    expect(await store.runs.get(idAt(1))).toMatchObject({
      ...{ state: 'failed', finishedAt: minute(2), error: 'no target\u2400 answered' },
    });
    expect(await store.slots.latest('daily')).toMatchObject({ state: 'failed', run: idAt(1) });
    await expect(store.runs.finish(await endOf(store, idAt(1), 4, resultOf(world)))).rejects.toMatchObject({
      code: 'store-failed',
    });
  });

  test('lists are newest first, filtered, and go on behind a run', async () => {
    const { store } = await bench.fresh();
    for (const at of [1, 2, 3, 4]) await record(store, at === 2 ? 'other' : 's', at, world);
    await store.runs.begin({ id: idAt(5), stream: 's', schedule: null, slotAt: null, startedAt: minute(5) });
    const ids = async (filter: Parameters<typeof store.runs.list>[0]) => {
      return (await store.runs.list(filter)).map(({ id }) => id);
    };
    expect(await ids({ limit: 2 })).toEqual([idAt(5), idAt(4)]);
    expect(await ids({ limit: 9, before: idAt(4) })).toEqual([idAt(3), idAt(2), idAt(1)]);
    expect(await ids({ limit: 9, stream: 'other' })).toEqual([idAt(2)]);
    expect(await ids({ limit: 9, state: 'running' })).toEqual([idAt(5)]);
    expect((await store.runs.previous('s', minute(4)))?.id).toBe(idAt(3));
    expect(await store.runs.previous('s', minute(1))).toBeNull();
    expect(await store.runs.get('none')).toBeNull();
  });

  test('a finished or held run is not removed, one that never finished is', async () => {
    const { store } = await bench.fresh();
    const finished = await record(store, 's', 1, world);
    await store.runs.begin({ id: idAt(2), stream: 's', schedule: null, slotAt: null, startedAt: minute(2) });
    await store.runs.hold(idAt(2), true);
    await expect(store.runs.remove(finished)).rejects.toMatchObject({ code: 'store-failed' });
    await expect(store.runs.remove(idAt(2))).rejects.toMatchObject({ code: 'store-failed' });
    await store.runs.hold(idAt(2), false);
    await store.runs.remove(idAt(2));
    expect(await store.runs.get(idAt(2))).toBeNull();
    await expect(store.runs.hold(idAt(2), true)).rejects.toMatchObject({ code: 'not-found' });
    await expect(store.runs.finish(await endOf(store, idAt(2), 3, resultOf(world)))).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  test('two that finish runs of one stream at once go one after the other', async () => {
    const { store, place } = await bench.fresh();
    const second = await bench.open(place);
    const ends = [];
    for (let at = 1; at <= 8; at++) {
      await store.runs.begin({ id: idAt(at), stream: 's', schedule: null, slotAt: null, startedAt: minute(at) });
      ends.push(await endOf(store, idAt(at), at, resultOf(world)));
    }
    await Promise.all(ends.map((end, index) => (index % 2 === 0 ? store : second).runs.finish(end)));
    const drifts = await Promise.all(ends.map(({ id }) => store.history.drift(id, 9)));
    expect(drifts.map(({ totals }) => totals.new).sort()).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
    expect(new Set(drifts.map(({ previous }) => previous)).size).toBe(8);
  });
});
