import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PlimsollError } from '../../../engine/index.ts';
import { openHealth } from '../../../service/serve/health.ts';
import { openStateFolder } from '../../../service/serve/state-folder.ts';

let folder: string;

beforeEach(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-health-'));
});

afterEach(() => fs.rm(folder, { recursive: true, force: true }));

test('a server is ready while its store, its folder and its clock are', async () => {
  let now = Date.parse('2026-11-24T06:00:00Z');
  let fault: Error | null = null;
  const store = { check: () => (fault === null ? Promise.resolve() : Promise.reject(fault)) };
  const health = openHealth({ store, stateFolder: folder, clock: () => new Date(now), ticks: true });
  expect(await health.problems()).toEqual([]);
  health.ticked(new Date(now));
  now += 180_000;
  expect(await health.problems()).toEqual([]);
  now += 30_000;
  expect(await health.problems()).toEqual(['the clock has not ticked since 2026-11-24T06:00:00.000Z']);
  health.ticked(new Date(now));
  fault = new PlimsollError('store-failed', 'the database is locked');
  expect(await health.problems()).toEqual(['the store: the database is locked']);
  fault = null;
  health.stopping();
  expect(await health.problems()).toEqual(['it is stopping']);
  expect(await fs.readdir(folder)).toEqual([]);
});

test('a folder that went away is a problem with its name', async () => {
  const gone = path.join(folder, 'gone');
  const health = openHealth({
    store: { check: async () => {} },
    stateFolder: gone,
    clock: () => new Date(0),
    ticks: false,
  });
  expect(await health.problems()).toEqual([
    `the state folder ${gone} cannot be written: there is no such file or folder`,
  ]);
});

test('the state folder is closed to others, and one that cannot be made is an error', async () => {
  const state = path.join(folder, 'a', 'state');
  await openStateFolder(state);
  expect((await fs.stat(state)).mode & 0o777).toBe(0o700);
  await fs.chmod(state, 0o755);
  await openStateFolder(state);
  expect((await fs.stat(state)).mode & 0o777).toBe(0o700);
  await fs.writeFile(path.join(folder, 'file'), '');
  await expect(openStateFolder(path.join(folder, 'file', 'state'))).rejects.toMatchObject({
    code: 'output-unwritable',
  });
});
