import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digestOf } from '../../../engine/index.ts';
import { openStore, pruneStore, retentionCutoffs, type Store } from '../../../service/store/index.ts';
import { minute, onBoth, type Place } from './engines.ts';
import { endOf, idAt, resultOf } from './results.ts';

const year = 365 * 24 * 60;

async function bytesOf(store: Store, digest: string): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await store.artifacts.open(digest)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* pieces(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const size of sizes) {
    yield bytes.subarray(at, at + size);
    at += size;
  }
  yield bytes.subarray(at);
}

/** A run whose artifacts are a result and a snapshot of its own. */
async function recordWith(store: Store, at: number, contents: { report: string; snapshot: string }): Promise<string> {
  const id = idAt(at);
  await store.runs.begin({ id, stream: 's', schedule: null, slotAt: null, startedAt: minute(at) });
  const end = await endOf(store, id, at, resultOf({ targets: [] }));
  for (const kind of ['report', 'snapshot'] as const) {
    end.artifacts.push({ name: kind, kind, ...(await store.artifacts.put(Buffer.from(contents[kind]))) });
  }
  await store.runs.finish(end);
  return id;
}

function at(place: Place, time: number): Place {
  return { ...place, context: { ...place.context, clock: () => new Date(minute(time)) } };
}

onBoth('artifacts', (bench) => {
  test('any bytes in any pieces come back under their digest', async () => {
    const { store } = await bench.fresh();
    const sizes = fc.array(fc.integer({ min: 0, max: 900_000 }), { maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 3_500_000 }), sizes, async (length, cuts) => {
        const bytes = randomBytes(length);
        const put = await store.artifacts.put(pieces(bytes, cuts));
        expect(put).toEqual({ digest: digestOf(bytes), bytes: length });
        expect((await bytesOf(store, put.digest)).equals(bytes)).toBe(true);
      }),
      {
        seed: 6,
        numRuns: 8,
        examples: [
          [0, []],
          [1_048_576, []],
          [1_048_577, [1]],
        ],
      },
    );
  });

  test('what was put twice is there once, and nothing that is no digest is a path', async () => {
    const { store, place } = await bench.fresh();
    const puts = await Promise.all(['x', 'x', 'x'].map((text) => store.artifacts.put(Buffer.from(text))));
    expect(new Set(puts.map(({ digest }) => digest)).size).toBe(1);
    await expect(store.artifacts.open(digestOf('other'))).rejects.toMatchObject({ code: 'not-found' });
    await expect(store.artifacts.open('sha256:../../x')).rejects.toMatchObject({ code: 'not-found' });
    if (store.engine === 'sqlite') {
      const folder = path.join(place.folder, 'plimsoll-state', 'artifacts');
      const files = (await fs.readdir(folder, { withFileTypes: true, recursive: true })).filter((each) =>
        each.isFile(),
      );
      expect(files.map(({ name }) => `sha256:${name}`)).toEqual([puts[0]!.digest]);
    }
  });

  test('a source that breaks leaves nothing', async () => {
    const { store, place } = await bench.fresh();
    async function* broken() {
      yield Buffer.from('half');
      throw new Error('the source broke');
    }
    await expect(store.artifacts.put(broken())).rejects.toMatchObject({
      message: expect.stringContaining('the source broke'),
    });
    await expect(store.artifacts.open(digestOf('half'))).rejects.toMatchObject({ code: 'not-found' });
    if (store.engine === 'sqlite')
      expect(await fs.readdir(path.join(place.folder, 'plimsoll-state', 'artifacts'))).toEqual([]);
  });

  test('content that nothing names is swept a day after it was put, at the next start', async () => {
    const { store, place } = await bench.fresh();
    await recordWith(store, 1, { report: 'report', snapshot: 'snapshot' });
    await store.artifacts.put(Buffer.from('orphan'));
    const mail = await store.artifacts.put(Buffer.from('mail'));
    await store.deliveries.add([
      {
        ...{ id: 'd', run: null, channel: 'mail', recipient: 'a@b', purpose: 'notice', messageId: '<d>', subject: '' },
        ...{ digest: mail.digest, state: 'pending', attempts: 0, nextAttemptAt: null, createdAt: minute(0) },
        ...{ acceptedAt: null, answer: null },
      },
    ]);
    const soon = await bench.open(at(place, 23 * 60));
    expect((await bytesOf(soon, digestOf('orphan'))).toString()).toBe('orphan');
    const later = await bench.open(at(place, 25 * 60));
    await expect(later.artifacts.open(digestOf('orphan'))).rejects.toMatchObject({ code: 'not-found' });
    for (const kept of ['report', 'snapshot', 'mail'])
      expect((await bytesOf(later, digestOf(kept))).toString()).toBe(kept);
  });

  test('retention removes content of its kind and age, but none under legal hold or that a younger run names', async () => {
    const { store, place } = await bench.fresh();
    const old = await recordWith(store, 0, { report: 'old report', snapshot: 'shared' });
    const held = await recordWith(store, 1, { report: 'held report', snapshot: 'held snapshot' });
    const young = await recordWith(store, 2 * year, { report: 'young report', snapshot: 'shared' });
    await store.runs.hold(held, true);
    const names = async (run: string) =>
      (await store.artifacts.list(run)).filter(({ prunedAt }) => prunedAt !== null).map(({ name }) => name);
    const now = minute(2 * year + 10);
    expect(await pruneStore(store, undefined, now)).toEqual({ artifacts: 1, bytes: 0 });
    expect([await names(old), await names(held), await names(young)]).toEqual([['snapshot'], [], []]);
    expect((await bytesOf(store, digestOf('shared'))).toString()).toBe('shared');
    const past = minute(4 * year);
    const policy = { results: '3y', reports: '3y', logs: '3y', snapshots: '1y' };
    // The result of the old run is the same as that of the held one.
    expect(await pruneStore(store, policy, past)).toEqual({
      artifacts: 3,
      bytes: 'old report'.length + 'shared'.length,
    });
    expect(await names(old)).toEqual(['report', 'result.json', 'snapshot']);
    expect(await names(young)).toEqual(['snapshot']);
    expect((await bytesOf(store, digestOf('held snapshot'))).toString()).toBe('held snapshot');
    await expect(store.artifacts.open(digestOf('shared'))).rejects.toMatchObject({ code: 'not-found' });
    expect(await store.artifacts.list(old)).toMatchObject([{ prunedAt: past }, { prunedAt: past }, { prunedAt: now }]);
    await store.close();
    const again = await openStore(place.settings, at(place, 4 * year).context);
    expect((await bytesOf(again, digestOf('held report'))).toString()).toBe('held report');
    await again.close();
  });
});

test('cut-offs follow the calendar in years and the clock in days', () => {
  const policy = { results: '3y', reports: '2w', logs: '36h', snapshots: '395d' };
  expect(retentionCutoffs(policy, '2028-02-29T10:00:00.000Z')).toEqual({
    ...{ result: '2025-03-01T10:00:00.000Z', run: '2025-03-01T10:00:00.000Z', log: '2028-02-27T22:00:00.000Z' },
    ...{ report: '2028-02-15T10:00:00.000Z', mail: '2028-02-15T10:00:00.000Z', snapshot: '2027-01-30T10:00:00.000Z' },
  });
});
