import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audit, type ConfiguredTarget, type FinishedRun } from '../../service/index.ts';
import { runOptionsFor } from '../support/run-options.ts';

let folder: string;

beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-targets-'));
  for (const name of ['one', 'two', 'three']) {
    await fs.mkdir(path.join(folder, name, 'etc'), { recursive: true });
    await fs.writeFile(path.join(folder, name, 'etc', 'hostname'), `${name}\n`);
  }
  await fs.writeFile(
    path.join(folder, 'narrow.yaml'),
    'profile: narrow\ninclude:\n  - plimsoll/host-kernel-hardened\nexclude: []\n',
  );
});

afterAll(() => fs.rm(folder, { recursive: true, force: true }));

const place = (name: string) => `rootfs:${path.join(folder, name)}`;

function run(configured: readonly ConfiguredTarget[], more: object = {}): Promise<FinishedRun> {
  const own = { folder, targets: [], configured, formats: ['json'], output: 'out', ...more };
  return audit({ ...runOptionsFor(folder), images: { deep: false, platform: null, keys: [] }, ...own });
}

describe('targets of the configuration', () => {
  const two = () => ({ uri: place('two'), name: 'second', labels: { tier: 'gold', team: 'b' }, owner: 'payments' });

  test('have the labels and the owner of the configuration on every resource', async () => {
    const { result } = await run([place('one'), two()]);
    expect(result.resources.map(({ target, kind, labels }) => [target, kind, labels])).toEqual([
      [1, 'host', {}],
      [2, 'host', { 'plimsoll.owner': 'payments', team: 'b', tier: 'gold' }],
    ]);
  });

  test('are judged by their own bundles and profile, in one result', async () => {
    const { result } = await run([place('one'), { uri: place('two'), bundles: ['cis-docker'] }]);
    const judged = (target: number, bundle: string) =>
      result.rules
        .filter(({ bundles, kind }) => kind === 'host' && bundles.includes(bundle) && bundles.length === 1)
        .flatMap(({ counts }) => counts.filter((each) => each.target === target))
        .map(({ counts }) => Object.values(counts).reduce((sum, count) => sum + count, 0) - counts.excluded);
    const some = (counts: number[]) => [counts.length > 0, counts.some((count) => count > 0)];
    expect(some(judged(1, 'plimsoll-default'))).toEqual([true, true]);
    expect(some(judged(2, 'plimsoll-default'))).toEqual([true, false]);
    expect(some(judged(1, 'plimsoll-cis-docker'))).toEqual([true, false]);
    expect(some(judged(2, 'plimsoll-cis-docker'))).toEqual([true, true]);
    expect(result.inputs.scopes).toEqual([{ target: 2, bundles: ['plimsoll-cis-docker'], profile: null }]);
  });

  test('are judged by their own profile', async () => {
    const { result } = await run([place('one'), { uri: place('two'), profile: 'narrow.yaml' }]);
    const judged = (target: number) =>
      result.rules.filter(({ counts }) =>
        counts.some(({ target: each, counts: own }) => each === target && own.excluded === 0),
      );
    expect(judged(2).map(({ id }) => id)).toEqual(['plimsoll/host-kernel-hardened']);
    expect(judged(1).length).toBeGreaterThan(1);
  });

  test('are judged by the same rules as in a run of their own', async () => {
    const together = (await run([place('one'), { uri: place('two'), bundles: ['cis-docker'] }])).result;
    const alone = (await run([place('two')], { bundles: ['cis-docker'] })).result;
    const verdicts = (outcomes: typeof alone.outcomes, target: number) =>
      outcomes
        .filter((each) => each.target === target && each.status !== 'excluded')
        .map(({ rule, key, status, findings }) => [rule, key, status, findings.map(({ fingerprint }) => fingerprint)]);
    expect(verdicts(together.outcomes, 2)).toEqual(verdicts(alone.outcomes, 1));
  });
});
