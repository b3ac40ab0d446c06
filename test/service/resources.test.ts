import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { kinds, limitsWith, openSnapshotFile, type Resource, type Result } from '../../engine/index.ts';
import { renderReport } from '../../reports/index.ts';
import { resourcesOfResult } from '../../service/index.ts';
import { sampleResult } from '../support/sample-result.ts';
import { imageWith } from '../support/sbom-images.ts';
import { snapshotOf } from '../support/snapshot-of.ts';

const limits = limitsWith();
const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

/** An image of which nothing is known but that it has no packages. */
function image(name: string): Resource {
  const resource = imageWith(`image/${name}`, { packages: [] });
  for (const fact of Object.keys(kinds.image.shape)) if (fact !== 'packages') resource.missing[fact] = 'not-supported';
  return resource;
}

/** Snapshots with one image each, as files in a new folder, and a result that was judged from them. */
async function snapshots(...names: string[]): Promise<{ folder: string; files: string[]; result: Result }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'plimsoll-resources-'));
  folders.push(folder);
  const files: string[] = [];
  const inputs: Result['inputs']['snapshots'] = [];
  for (const [index, name] of names.entries()) {
    const file = path.join(folder, index === 0 ? 'snapshot.ndjson.zst' : `${name}.ndjson`);
    await writeFile(file, await snapshotOf([image(name)]));
    const { digest, header } = await openSnapshotFile(file);
    const { createdAt, tool, operator, machine } = header;
    inputs.push({ digest, createdAt, tool, operator, machine });
    files.push(file);
  }
  const result = sampleResult();
  return { folder, files, result: { ...result, inputs: { ...result.inputs, snapshots: inputs } } };
}

async function named(resources: Awaited<ReturnType<typeof resourcesOfResult>>): Promise<string[]> {
  const all: string[] = [];
  for await (const { name, target } of resources!('image')) all.push(`${target} ${name}`);
  return all;
}

test('the snapshot beside a result is used where it is the one that was judged', async () => {
  const { folder, result } = await snapshots('a');
  expect(await named(await resourcesOfResult(result, { given: undefined, beside: folder, limits }))).toEqual(['1 a']);
  const other = await snapshots('b');
  expect(await resourcesOfResult(result, { given: undefined, beside: other.folder, limits })).toBeUndefined();
  expect(await resourcesOfResult(result, { given: undefined, beside: '/nowhere', limits })).toBeUndefined();
});

test('several snapshots give their resources under the targets of the result, in whatever order they are named', async () => {
  const { files, result } = await snapshots('a', 'b', 'c');
  const resources = await resourcesOfResult(result, { given: files.toReversed(), beside: '/nowhere', limits });
  expect(await named(resources)).toEqual(['1 a', '2 b', '3 c']);
});

test('snapshots that were named and are others, or too few, are refused', async () => {
  const { files, result } = await snapshots('a', 'b');
  const other = await snapshots('z');
  for (const given of [other.files, files.slice(0, 1), [...files, ...files]]) {
    await expect(resourcesOfResult(result, { given, beside: '', limits })).rejects.toMatchObject({ code: 'usage' });
  }
  await expect(resourcesOfResult(result, { given: ['/nowhere'], beside: '', limits })).rejects.toMatchObject({
    code: 'file-unreadable',
  });
});

test('an SBOM carries the time of its snapshot and a number of its own', async () => {
  const { folder, result } = await snapshots('a');
  const resources = await resourcesOfResult(result, { given: undefined, beside: folder, limits });
  const render = async () => {
    const input = { result, run: null, settings: {}, resources: resources! };
    const [file] = await renderReport('cyclonedx', input, { renderPdf: () => Promise.reject(new Error('no')) });
    return JSON.parse(new TextDecoder().decode(file!.bytes)) as {
      serialNumber: string;
      metadata: { timestamp: string };
    };
  };
  const { serialNumber, metadata } = await render();
  expect(metadata.timestamp).toBe('2026-01-01T00:00:00Z');
  expect(serialNumber).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect((await render()).serialNumber).toBe(serialNumber);
});
