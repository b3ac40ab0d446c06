import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PlimsollError } from '../../../engine/index.ts';
import { failureOf } from '../../../service/scheduled/failures.ts';
import {
  deliveriesOf,
  openStaging,
  ownersOfConfiguration,
  runIdOf,
  slotRunId,
  targetsOfSchedule,
} from '../../../service/scheduled/index.ts';
import type { StoredRun } from '../../../service/store/index.ts';

const uuid7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const time = fc.date({
  min: new Date('2020-01-01T00:00:00Z'),
  max: new Date('2100-01-01T00:00:00Z'),
  noInvalidDate: true,
});

describe('the id of a run', () => {
  test('is the same for the same slot, another for another, and sorts by the slot', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20 }), time, time, (name, one, other) => {
        const [a, b] = [slotRunId(name, one.toISOString()), slotRunId(name, other.toISOString())];
        expect(a).toMatch(uuid7);
        expect(slotRunId(name, one.toISOString())).toBe(a);
        expect(slotRunId(`${name}x`, one.toISOString())).not.toBe(a);
        if (one < other) expect(a < b).toBe(true);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  test('of a run by hand is found again by its job', async () => {
    const known: StoredRun[] = [];
    const runs = { list: async () => known };
    const origin = { schedule: 'daily', at: null, jobId: 'job-1' };
    const first = await runIdOf(runs, origin, new Date('2026-11-24T06:00:00Z'));
    known.push({ id: first } as StoredRun);
    expect(await runIdOf(runs, origin, new Date('2026-11-24T06:05:00Z'))).toBe(first);
    expect(await runIdOf(runs, { ...origin, jobId: 'job-2' }, new Date('2026-11-24T06:05:00Z'))).not.toBe(first);
  });
});

describe('the staging folder', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-staging-'));
  });
  afterAll(() => fs.rm(folder, { recursive: true, force: true }));

  test('loses what a killed try of one run left, and nothing of others', async () => {
    const staging = openStaging(folder);
    expect(await staging.runs()).toEqual([]);
    const [one, other] = [slotRunId('a', '2026-11-24T06:00:00.000Z'), slotRunId('a', '2026-11-24T07:00:00.000Z')];
    const names = [one, `.${one}-unfinished-Ab12cd`, `.${one}-unfinished-Ab12cd-before`, other, 'notes.txt'];
    for (const name of names) await fs.mkdir(path.join(folder, 'runs', name), { recursive: true });
    expect((await staging.runs()).toSorted()).toEqual([one, other]);
    await staging.clear(one);
    expect((await fs.readdir(path.join(folder, 'runs'))).toSorted()).toEqual([other, 'notes.txt']);
    expect(staging.folder(other)).toBe(path.join(folder, 'runs', other));
  });

  test('that is a file is an error with its place', async () => {
    await fs.writeFile(path.join(folder, 'file'), '');
    await expect(openStaging(path.join(folder, 'file')).runs()).rejects.toMatchObject({ code: 'output-unwritable' });
  });
});

test.each([
  ['a mistake in the configuration', new PlimsollError('profile-unknown', 'no profile x'), true],
  ['a target nobody knows', new PlimsollError('target-unknown', 'x'), true],
  ['a full disk', new PlimsollError('output-unwritable', 'x'), false],
  ['a store that is locked', new PlimsollError('store-failed', 'x'), false],
  ['a fault of ours', new TypeError('x is undefined'), false],
])('%s is tried again only where that can help', (_, thrown, hopeless) => {
  const failure = failureOf(thrown);
  expect('permanent' in failure).toBe(hopeless);
  expect(failure.message).toBe(thrown.message);
  if (thrown instanceof PlimsollError) expect([failure.code, failure.next]).toEqual([thrown.code, thrown.next]);
});

test('a schedule has the targets it names, by name or form, else all', () => {
  const web = { uri: 'host', name: 'web' };
  const targets = [web, 'docker'];
  expect(targetsOfSchedule({ targets }, undefined)).toEqual(targets);
  expect(targetsOfSchedule({ targets }, ['docker', 'web'])).toEqual(['docker', web]);
  expect(targetsOfSchedule({ targets }, ['host', 'rootfs:/srv'])).toEqual([web, 'rootfs:/srv']);
  expect(targetsOfSchedule({}, undefined)).toEqual([]);
});

test('a schedule has the deliveries it names, else all, and no unknown ones', () => {
  const delivery = (name: string) => ({ name, attach: 'full' as const, onlyWhenChanged: false });
  const deliveries = [delivery('a'), delivery('b')];
  expect(deliveriesOf({ deliveries }, { name: 's' }).map(({ name }) => name)).toEqual(['a', 'b']);
  expect(deliveriesOf({ deliveries }, { name: 's', deliver: ['b'] }).map(({ name }) => name)).toEqual(['b']);
  expect(() => deliveriesOf({ deliveries }, { name: 's', deliver: ['c'] })).toThrow('schedule s delivers to c');
});

test('an owner of a target owns what could not be read of it, unless another has a target of that name', () => {
  const owners = [{ name: 'a', keys: ['x/**'] }, { name: 'b' }];
  const target = (name: string, owner?: string) => ({ uri: 'host', name, ...(owner === undefined ? {} : { owner }) });
  const targets = [
    target('one', 'a'),
    target('two', 'a'),
    target('two', 'b'),
    target('three'),
    target('f*r', 'b'),
    'docker',
  ];
  expect(ownersOfConfiguration({ owners, targets })).toEqual([{ name: 'a', keys: ['x/**', 'one/**'] }, { name: 'b' }]);
});
