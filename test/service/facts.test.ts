import { expect, test } from 'vitest';
import { openSnapshotFile, type Result } from '../../engine/index.ts';
import { assetPath } from '../../root.ts';
import { readFacts } from '../../service/index.ts';

const file = assetPath('service', 'self-test', 'snapshot.ndjson');

test('facts of a snapshot are read by name, with the resources that have them', async () => {
  const { digest } = await openSnapshotFile(file);
  const result = { inputs: { snapshots: [{ digest }] } } as unknown as Result;
  const facts = await readFacts(file, result, ['container.privileged', 'container.engine.rootless', 'host.nothing']);
  const { resources, more } = facts.get('container.privileged')!;
  expect(resources.length + more).toBeGreaterThan(4);
  expect(resources.length).toBeLessThanOrEqual(20);
  expect(new Set(resources.map(({ value }) => typeof value))).toEqual(new Set(['boolean']));
  expect(facts.get('container.engine.rootless')!.resources.length).toBeGreaterThan(0);
  expect(facts.get('host.nothing')).toEqual({ resources: [], more: 0 });
});

test('a snapshot that the result was not judged from is refused', async () => {
  const result = { inputs: { snapshots: [{ digest: 'sha256:other' }] } } as unknown as Result;
  await expect(readFacts(file, result, ['host.kernel'])).rejects.toThrow(/not a snapshot that the result/);
});
