import fs from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Bundle, limitsWith, openSnapshotFile, type Result, resolveProfile } from '../../engine/index.ts';
import { rootFolder } from '../../root.ts';
import { judgeSnapshots, openSnapshots, startPolicy } from '../../service/judge.ts';
import { openShipped } from '../../tools/shipped.ts';
import { recordedStates } from '../support/recorded-states.ts';
import { snapshotOf } from '../support/snapshot-of.ts';
import { recordedControls } from './recorded-controls.ts';

const folder = path.join(rootFolder, 'test', 'fixtures', 'recorded');
const states = Object.entries(recordedStates());
const command = 'PLIMSOLL_REBASELINE=1 npx vitest run test/bundles/recorded.test.ts';
let bundle: Bundle;

beforeAll(async () => {
  bundle = (await openShipped()).find(({ catalogue }) => catalogue.name === 'cis-docker')!;
});

async function judge(name: string): Promise<Result> {
  const resolved = resolveProfile({ catalogues: [bundle.catalogue] });
  const inputs = { bundles: [bundle], resolved, profile: null, waivers: null, attestations: null };
  const policy = startPolicy(inputs, limitsWith());
  try {
    const options = { inputs, policy, limits: limitsWith(), asOf: null, timeZone: 'UTC', onProgress: () => undefined };
    return await judgeSnapshots(await openSnapshots([path.join(folder, `${name}.ndjson`)], limitsWith()), options);
  } finally {
    await policy.close();
  }
}

describe.each(states)('the recorded state %s', (name, { resources, empty }) => {
  const file = path.join(folder, `${name}.ndjson`);

  test('is stored as it is described, small and with its digest', async () => {
    const text = await snapshotOf(resources, empty);
    if (process.env['PLIMSOLL_REBASELINE'] === '1') await fs.writeFile(file, text);
    expect(await fs.readFile(file, 'utf8'), `Look at both; if the new one is right: ${command}`).toBe(text);
    expect(text.length).toBeLessThan(32 * 1024);
    expect((await openSnapshotFile(file)).resourceCount).toBe(resources.length);
  });

  test('gives every control the status it has there', async () => {
    const { frameworks } = await judge(name);
    const newest = frameworks.find(({ id }) => id === 'cis-docker-1.8')!;
    const found = Object.fromEntries(newest.controls.map(({ id, status }) => [id, status]));
    expect(Object.keys(found)).toHaveLength(118);
    expect(found).toEqual(recordedControls(name));
  });
});
