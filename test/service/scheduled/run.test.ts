import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { limitsWith } from '../../../engine/index.ts';
import { loadConfiguration } from '../../../service/index.ts';
import { openStaging, runScheduled, type ScheduledParts, slotRunId } from '../../../service/scheduled/index.ts';
import { openStore, type Store } from '../../../service/store/index.ts';

const schedule = 'daily';
const at = '2026-11-24T06:00:00.000Z';
let folder: string;
let store: Store;

beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-scheduled-'));
  await fs.mkdir(path.join(folder, 'tree', 'etc'), { recursive: true });
  store = await openStore({}, { folder, environment: {}, clock: now });
  await claim(at);
});

afterEach(async () => {
  await store.close();
  await fs.rm(folder, { recursive: true, force: true });
});

function now(): Date {
  return new Date('2026-11-24T06:00:05.000Z');
}

function claim(time: string): Promise<boolean> {
  return store.slots.claim({ schedule, at: time, state: 'claimed', reason: null, claimedBy: 'test', claimedAt: time });
}

async function parts(more: object = {}): Promise<ScheduledParts> {
  const configuration = {
    targets: [
      { uri: `rootfs:${path.join(folder, 'tree')}`, name: 'tree', owner: 'web' },
      { uri: `docker:unix://${path.join(folder, 'absent.sock')}`, name: 'gone' },
    ],
    owners: [{ name: 'web', mail: ['web@example.org'] }],
    schedules: [{ name: schedule, every: 'day', at: '06:00', formats: ['json', 'html'] }],
    mail: { host: '127.0.0.1', port: 9, tls: 'off', from: 'plimsoll@example.org' },
    deliveries: [
      { name: 'officers', mail: { to: ['officer@example.org'], owners: 'all' }, folder: 'out' },
      { name: 'again', mail: { to: ['officer@example.org'] } },
    ],
    server: { operator: ['root@example.org'] },
    ...more,
  };
  await fs.writeFile(path.join(folder, 'plimsoll.yaml'), JSON.stringify(configuration));
  return {
    store,
    loaded: await loadConfiguration(folder),
    staging: openStaging(path.join(folder, 'plimsoll-state')),
    limits: limitsWith(),
    environment: {},
    now,
    onStage: () => undefined,
  };
}

function job(signal = new AbortController().signal) {
  return { schedule, at, jobId: 'job', signal };
}

async function outbox(): Promise<string[]> {
  const deliveries = await store.deliveries.list({ limit: 100 });
  return deliveries
    .map(({ channel, recipient, purpose, state }) => [channel, recipient, purpose, state].join(' '))
    .sort();
}

const everything = [
  'folder out report pending',
  'mail officer@example.org report pending',
  'mail root@example.org failed-targets pending',
  'mail web@example.org report of web pending',
];

test('a run ends its slot with its artifacts and deliveries, one a recipient; a target that failed is told', async () => {
  const { id, finished } = await runScheduled(job(), await parts());
  expect(id).toBe(slotRunId(schedule, at));
  expect(finished!.result.targets.map(({ name, status }) => [name, status])).toEqual([
    ['tree', expect.stringMatching(/collected|partial/)],
    ['gone', 'failed'],
  ]);
  expect(await store.slots.get(schedule, at)).toMatchObject({ state: 'done', run: id });
  expect(await store.runs.get(id)).toMatchObject({ state: 'finished', exitCode: 3, stream: schedule, slotAt: at });
  const artifacts = await store.artifacts.list(id);
  const kept = artifacts.filter(({ kind }) => kind !== 'mail').map(({ name, kind }) => `${kind} ${name}`);
  expect(kept).toEqual(['report report.html', 'result result.json', 'run run.json', 'snapshot snapshot.ndjson.zst']);
  expect(await outbox()).toEqual(everything);
  expect(await fs.readdir(path.join(folder, 'plimsoll-state', 'runs'))).toEqual([]);
});

test('a job that comes again after its run has ended changes nothing', async () => {
  const given = await parts();
  const { id } = await runScheduled(job(), given);
  const before = [await store.runs.get(id), await store.deliveries.list({ limit: 100 })];
  expect(await runScheduled(job(), given)).toEqual({ id, finished: null });
  expect([await store.runs.get(id), await store.deliveries.list({ limit: 100 })]).toEqual(before);
});

test.each(['audit', 'record', 'compose', 'finish'])(
  'a try that is broken off at %s is made up for whole',
  async (stage) => {
    const given = await parts();
    const stop = new AbortController();
    // The first stage of the audit has the name of its target.
    const reached = (name: string) => (stage === 'audit' ? name.startsWith('rootfs:') : name === stage);
    const first = { ...given, onStage: (_: string, name: string) => reached(name) && stop.abort(new Error('stopped')) };
    const ended = await runScheduled(job(stop.signal), first).then(
      () => 'finished',
      () => 'broken off',
    );
    // Once the transaction has begun, it is not broken off any more.
    expect(ended).toBe(stage === 'finish' ? 'finished' : 'broken off');
    if (ended === 'broken off') expect(await outbox()).toEqual([]);
    expect(await fs.readdir(path.join(folder, 'plimsoll-state', 'runs'))).toEqual([]);
    await runScheduled(job(), given);
    expect((await store.runs.list({ schedule, limit: 10 })).map(({ state }) => state)).toEqual(['finished']);
    expect(await outbox()).toEqual(everything);
  },
);

test('what a killed try left is not taken for the report', async () => {
  const given = await parts();
  const left = given.staging.folder(slotRunId(schedule, at));
  await fs.mkdir(left, { recursive: true });
  await fs.writeFile(path.join(left, 'result.json'), '{"half":');
  await fs.writeFile(path.join(left, 'report.html'), '<half');
  const { id } = await runScheduled(job(), given);
  const names = (await store.artifacts.list(id))
    .filter(({ kind }) => kind === 'report')
    .map(({ name, bytes }) => [name, bytes > 1000]);
  expect(names).toEqual([['report.html', true]]);
});

test.each([
  ['a schedule that left the configuration', { schedules: [] }, 'not in the configuration any more'],
  ['a bundle that is not known', { bundles: ['absent'] }, 'absent'],
  ['a delivery without a mail server', { mail: undefined }, 'mail'],
])('%s ends the job at once, and the slot is left to whoever ends it', async (_, more, message) => {
  const failed = runScheduled(job(), await parts(more));
  await expect(failed).rejects.toMatchObject({ permanent: true, message: expect.stringContaining(message) });
  expect(await store.slots.get(schedule, at)).toMatchObject({ state: 'claimed' });
  expect(await outbox()).toEqual([]);
});

test('the second run of a schedule tells what changed', async () => {
  const given = await parts();
  await runScheduled(job(), given);
  const next = '2026-11-25T06:00:00.000Z';
  await claim(next);
  await fs.writeFile(path.join(folder, 'tree', 'etc', 'shadow'), 'root::20000:0:99999:7:::\n');
  await fs.writeFile(path.join(folder, 'tree', 'etc', 'passwd'), 'root:x:0:0::/root:/bin/sh\n');
  const later = () => new Date('2026-11-25T06:00:05.000Z');
  const { id } = await runScheduled({ ...job(), at: next }, { ...given, now: later });
  const drift = await store.history.drift(id, 100);
  expect(drift.previous).toBe(slotRunId(schedule, at));
  expect(drift.new.map(({ rule }) => rule)).toContain('plimsoll/host-no-empty-passwords');
});
