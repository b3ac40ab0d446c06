import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ReadLayer } from '../../../../collectors/image/contract.ts';
import { type LayerCacheOptions, openLayerCache } from '../../../../collectors/image/layer/index.ts';
import { type LimitName, limitsWith } from '../../../../engine/index.ts';
import { paxEntry, rawTar } from '../../../support/tar-bytes.ts';
import { echo, keeperOf, reading } from './reading.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-layer-cache-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const inspectors = [echo('all', (file) => (file.path.startsWith('n') ? 'whole' : 'no'))];
const keepers = [keeperOf('kept', 'link', 'empty')];
const blob = rawTar(
  { name: './', type: '5', mode: 0o755 },
  { name: 'noted', content: 'text', mode: 0o4755, uid: 5 },
  { name: 'kept', content: '\0\xff bytes' },
  { name: 'link', type: '1', link: 'kept' },
  { name: 'lower', type: '1', link: 'elsewhere' },
  { name: 'empty' },
  { name: 'twice', content: '1' },
  { name: 'twice', content: '2' },
  { name: 's', type: '2', link: 'ü' },
  { name: '.wh.x' },
  { name: 'o/.wh..wh..opq' },
  { name: 'odd', type: 'V' },
  paxEntry({ 'SCHILY.xattr.security.capability': Buffer.from([1, 0, 255]), path: 'päth' }),
  { name: 'x' },
);

function open(limit: Partial<Record<LimitName, number>> = {}, other: Partial<LayerCacheOptions> = {}) {
  return openLayerCache(folder, { inspectors, keepers, limits: limitsWith(limit), ...other });
}

async function layerOf(bytes: Buffer = blob): Promise<ReadLayer> {
  const { index, contents } = await reading(bytes, { inspectors, keepers });
  return { index, contents };
}

const files = () => readdirSync(folder).map((name) => path.join(folder, name));

describe('the cache of layers', () => {
  test('gives back what was put, in every part', async () => {
    const layer = await layerOf();
    expect(layer.index.entries.length).toBe(10);
    await open().put(layer);
    const again = await open().get(layer.index.diffId);
    expect(again).toEqual(layer);
    expect(JSON.stringify(again!.index)).toBe(JSON.stringify(layer.index));
    expect([...again!.contents.keys()]).toEqual([...layer.contents.keys()]);
    expect(again!.contents.get('link')).toBe(again!.contents.get('kept'));
  });

  test('is for its owner only, and leaves nothing else behind', async () => {
    folder = path.join(folder, 'made', 'when-needed');
    await open().put(await layerOf());
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(files().map((file) => statSync(file).mode & 0o777)).toEqual([0o600]);
    folder = path.join(folder, '..', '..');
  });

  test('does not know a layer that was asked about otherwise', async () => {
    const layer = await layerOf();
    const { diffId } = layer.index;
    await open().put(layer);
    expect(await open({}, { inspectors: [{ ...inspectors[0]!, version: 2 }] }).get(diffId)).toBeNull();
    expect(await open({}, { inspectors: [] }).get(diffId)).toBeNull();
    expect(await open({}, { keepers: [{ ...keepers[0]!, version: 2 }] }).get(diffId)).toBeNull();
    expect(await open({ imageInspectBytes: 10 }).get(diffId)).toBeNull();
    expect(await open({ evidenceBytes: 10 }).get(diffId)).toEqual(layer);
    expect(await open().get(`sha256:${'0'.repeat(64)}`)).toBeNull();
  });

  test('takes a damaged, cut or foreign file for none, and never fails', async () => {
    const layer = await layerOf();
    const { diffId } = layer.index;
    await open().put(layer);
    const [file] = files();
    const whole = readFileSync(file!);
    const damage = fc.sample(fc.tuple(fc.nat(whole.length - 1), fc.nat(7)), { numRuns: 300, seed: 9 });
    for (const [at, bit] of damage) {
      const damaged = Buffer.from(whole);
      damaged[at] = damaged[at]! ^ (1 << bit);
      writeFileSync(file!, damaged);
      expect(await open().get(diffId)).toBeNull();
    }
    for (const content of [
      Buffer.alloc(0),
      whole.subarray(0, 8),
      whole.subarray(0, -1),
      Buffer.from('foreign'),
      Buffer.concat([whole, whole]),
    ]) {
      writeFileSync(file!, content);
      expect(await open().get(diffId)).toBeNull();
    }
    await open().put(layer);
    expect(await open().get(diffId)).toEqual(layer);
  });

  test('does not take the file of another layer for its own', async () => {
    const first = await layerOf();
    const second = await layerOf(rawTar({ name: 'other', content: 'x' }));
    await open().put(first);
    const [file] = files();
    await open().put(second);
    const other = files().find((each) => each !== file)!;
    writeFileSync(other, readFileSync(file!));
    expect(await open().get(second.index.diffId)).toBeNull();
  });

  test('drops what was not used for longest when it grows above its limit', async () => {
    const layers = await Promise.all(
      ['a', 'b', 'c', 'd'].map((name) => layerOf(rawTar({ name: 'kept', content: name.repeat(9) }))),
    );
    const [a, b, c, d] = layers as [ReadLayer, ReadLayer, ReadLayer, ReadLayer];
    for (const layer of [a, b, c]) await open().put(layer);
    for (const file of files()) utimesSync(file, 1000, 1000);
    expect(await open().get(a.index.diffId)).not.toBeNull();
    const sizes = files().map((file) => statSync(file).size);
    const limit = Math.max(...sizes) * 2 + 10;
    await open({ layerCacheBytes: limit }).put(d);
    const known = await Promise.all(layers.map(async (layer) => (await open().get(layer.index.diffId)) !== null));
    expect(known).toEqual([true, false, false, true]);
  });

  test('does not keep a layer that a limit cut', async () => {
    const { index, contents } = await reading(blob, { inspectors, keepers, limit: { imageKeptBytes: 1 } });
    await open().put({ index, contents });
    expect(files()).toEqual([]);
  });

  test('without a folder keeps nothing; with one that cannot be, it does not fail', async () => {
    const layer = await layerOf();
    const none = openLayerCache(null, { inspectors, keepers, limits: limitsWith() });
    await none.put(layer);
    expect(await none.get(layer.index.diffId)).toBeNull();
    const file = path.join(folder, 'file');
    writeFileSync(file, '');
    const wrong = openLayerCache(file, { inspectors, keepers, limits: limitsWith() });
    await wrong.put(layer);
    expect(await wrong.get(layer.index.diffId)).toBeNull();
  });
});
