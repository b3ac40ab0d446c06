import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ImageTree } from '../../../../collectors/image/contract.ts';
import { mergeLayers } from '../../../../collectors/image/tree/index.ts';
import { type Dockerd, generations, startDockerd } from '../../../support/dockerd.ts';
import { imageArchive } from '../../../support/image-archive.ts';
import { paxEntry, rawTar } from '../../../support/tar-bytes.ts';
import { reading } from '../layer/reading.ts';
import { contentsOf } from './contents.ts';
import { entryOf } from './layers.ts';

const found = generations();
if (found.length === 0) describe.skip('no dockerd to compare with', () => undefined);

const capability = Buffer.from('0100000200200000000000000000000000000000', 'hex');
const run = (...texts: string[]) => texts.map(entryOf);

const fixtures: Record<string, Buffer[]> = {
  'whiteouts of files and folders': [
    rawTar(...run('a: 1', 'd/', 'd/x: 1', 'd/y: 1', 'keep: 1')),
    rawTar(...run('.wh.a', '.wh.d')),
    rawTar(...run('a: 3')),
  ],
  'opaque folders': [
    rawTar(...run('d/', 'd/x: 1', 'd/e/', 'd/e/f: 1')),
    rawTar(...run('d/', 'd/.wh..wh..opq', 'd/new: 2')),
    rawTar(...run('d/e/', 'd/e/g: 3')),
  ],
  'types that change': [
    rawTar(
      ...run('dir-file/', 'dir-file/x: 1', 'file-dir: 1', 'dir-link/', 'dir-link/x: 1', 'link-dir -> keep', 'keep/'),
    ),
    rawTar(...run('dir-file: 2', 'file-dir/', 'file-dir/x: 2', 'dir-link -> keep', 'link-dir/', 'link-dir/y: 2')),
  ],
  'a file through a link of a lower layer': [
    rawTar(...run('usr/', 'usr/lib/', 'lib -> usr/lib', 'usr/lib/a: 1')),
    rawTar(...run('usr/lib/b: 2', 'lib/', 'lib/c: 2')),
  ],
  'files through links of their own layer': [
    rawTar(
      ...run(
        'usr/',
        'usr/lib/',
        'lib -> usr/lib',
        'lib/a: 1',
        'abs -> /usr/lib',
        'abs/b: 2',
        'up -> ../../usr',
        'up/lib/c: 3',
      ),
    ),
  ],
  'hardlinks, owners and modes': [
    rawTar(
      { name: 'bin/', type: '5', mode: 0o755 },
      { name: 'bin/a', content: 'abc', mode: 0o4755, uid: 7, gid: 8 },
      { name: 'bin/b', type: '1', link: 'bin/a', mode: 0o4755, uid: 7, gid: 8 },
      { name: 'tmp/', type: '5', mode: 0o1777, uid: 70000 },
      { name: 'odd', content: 'x', mode: 0o6711, gid: 5 },
    ),
    rawTar(...run('.wh.odd'), { name: 'bin/.wh.a' }),
  ],
  'a hardlink whose header says more': [
    rawTar(
      { name: 'a', content: 'abc', mode: 0o755 },
      { name: 'b', type: '1', link: 'a', mode: 0o4711, uid: 3, gid: 4 },
    ),
  ],
  'capabilities, devices and fifos': [
    rawTar(
      paxEntry({ 'SCHILY.xattr.security.capability': capability }),
      { name: 'ping', content: 'x', mode: 0o755 },
      { name: 'pipe', type: '6', mode: 0o600 },
    ),
  ],
  'absolute, parent and doubled paths': [
    rawTar(...run('/abs: 1', '../../up: 2', 'x/../y: 3', './d/', 'd//e: 4'), entryOf('loop -> loop')),
  ],
  'names that are not UTF-8, long ones and percent signs': [
    rawTar(
      { name: Buffer.from('b\xffd', 'latin1'), content: '1' },
      { name: '50%', content: '2' },
      paxEntry({ path: `${'long/'.repeat(40)}päth`, linkpath: 'x' }),
      { name: 'x', content: '3' },
    ),
  ],
  'folders that only their files imply': [rawTar(...run('a/b/c: 1')), rawTar(...run('a/d/e: 2'))],
};

describe.each(found)('merged as dockerd %s merges', (generation) => {
  let daemon: Dockerd;
  beforeAll(async () => {
    daemon = await startDockerd({ generation });
  });
  afterAll(() => daemon?.stop());

  test.each(Object.keys(fixtures))('%s', async (name) => {
    const layers = fixtures[name]!;
    expect(contentsOf(await treeOfLayers(layers))).toEqual(contentsOf(await exported(daemon, layers)));
  });

  test('layers of any content', async () => {
    const name = fc.constantFrom('a', 'b', 'c');
    const place = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'));
    const text = fc.oneof(
      place.map((each) => `${each}: x`),
      place.map((each) => `${each}/`),
      place.map((each) => `${each} -> nowhere`),
      place.map((each) => each.replace(/[^/]*$/, (last) => `.wh.${last}`)),
    );
    const arbitrary = fc.array(fc.uniqueArray(text, { minLength: 2, maxLength: 8 }), { minLength: 3, maxLength: 3 });
    for (const layers of fc.sample(arbitrary, { numRuns: 15, seed: 5 })) {
      const blobs = layers.map((texts) => rawTar(...withoutDoubt(texts).map(entryOf)));
      expect(contentsOf(await treeOfLayers(blobs)), layers.join(' | ')).toEqual(
        contentsOf(await exported(daemon, blobs)),
      );
    }
  });
});

/** Folders first, one entry a name, no whiteout of what the layer brings: about the rest storage drivers disagree. */
function withoutDoubt(texts: readonly string[]): string[] {
  const kept = new Map<string, string>();
  for (const text of texts.toSorted()) {
    const whited = text.replace('.wh.', '');
    const path = whited.replace(/: x$| -> nowhere$|\/$/, '');
    const isBelow = [...kept].some(([known, by]) => path.startsWith(`${known}/`) && !by.endsWith('/'));
    const isAbove = [...kept.keys()].some((known) => known.startsWith(`${path}/`));
    if (!kept.has(path) && !isBelow && !isAbove) kept.set(path, text);
  }
  const folders = new Set<string>();
  for (const path of kept.keys()) {
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      folders.add(`${path.slice(0, slash)}/`);
    }
  }
  return [...[...folders].sort(), ...[...kept.values()].filter((text) => !folders.has(text))];
}

async function treeOfLayers(layers: readonly Buffer[]): Promise<ImageTree> {
  const keepers = [{ id: 'all', version: 1, keeps: () => true }];
  return mergeLayers(await Promise.all(layers.map((layer) => reading(layer, { keepers }))));
}

/** What a container of such an image holds, as the engine exports it. */
async function exported(daemon: Dockerd, layers: readonly Buffer[]): Promise<ImageTree> {
  const archive = path.join(daemon.folder, 'image.tar');
  const container = path.join(daemon.folder, 'container.tar');
  writeFileSync(archive, imageArchive('test:layers', layers));
  await daemon.docker('load', '--quiet', '--input', archive);
  const id = await daemon.docker('create', 'test:layers');
  try {
    await daemon.docker('export', '--output', container, id);
    return await treeOfLayers([readFileSync(container)]);
  } finally {
    await daemon.docker('rm', id);
    await daemon.docker('rmi', 'test:layers');
  }
}
