import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type MergedTree, mergeLayers } from '../../../../collectors/image/tree/index.ts';
import { conformance, skipUnless } from '../../../support/real-parts.ts';
import { savedLayers } from '../../../support/saved-image.ts';
import { reading } from '../layer/reading.ts';

const folder = conformance('image-fs');

describe('file systems of images by osv-scalibr', skipUnless(folder, 'no test data of image file systems here'), () => {
  test('a file that a later layer replaces is hidden', async () => {
    const tree = await treeOfImage('overwrite-file');
    expect(resolved(tree)).toEqual(['sample.txt = sample.txt: overwritten sample text file\n']);
    expect([...tree.hidden()].map(({ path, layer, removedIn }) => ({ path, layer, removedIn }))).toEqual([
      { path: 'sample.txt', layer: 0, removedIn: 1 },
    ]);
  });

  test('files of several layers come together', async () => {
    expect(resolved(await treeOfImage('two-files'))).toEqual(['bar.txt = bar.txt: bar', 'foo.txt = foo.txt: foo']);
  });

  test('a file without any permission is read', async () => {
    const tree = await treeOfImage('permissions');
    expect(resolved(tree)).toEqual(['sample.txt = sample.txt: sample text file\n']);
    expect(tree.get('sample.txt')?.mode).toBe(0);
  });

  test('links in a circle lead nowhere', async () => {
    expect(resolved(await treeOfImage('symlink-cycle'))).toEqual([
      'dir1 = dir1',
      'dir1/absolute-symlink.txt = nothing',
      'dir1/chain-symlink.txt = nothing',
      'dir1/sample.txt = nothing',
    ]);
  });

  test('links of all kinds lead to the file, and none leads outside', async () => {
    const sample = 'dir1/sample.txt: sample text\n';
    expect(resolved(await treeOfImage('symlinks'))).toEqual([
      'dir1 = dir1',
      `dir1/absolute-symlink.txt = ${sample}`,
      'dir1/attack-symlink-absolute.txt = nothing',
      'dir1/attack-symlink.txt = nothing',
      `dir1/chain-symlink.txt = ${sample}`,
      `dir1/relative-dot-symlink.txt = ${sample}`,
      `dir1/relative-symlink.txt = ${sample}`,
      `dir1/sample.txt = ${sample}`,
      'dir2 = dir2',
      'dir2/dir3 = dir2/dir3',
      `dir2/dir3/absolute-chain-symlink.txt = ${sample}`,
      `dir2/dir3/absolute-subfolder-symlink.txt = ${sample}`,
      `dir2/dir3/absolute-symlink-inside-root.txt = ${sample}`,
      `dir2/dir3/relative-subfolder-symlink.txt = ${sample}`,
    ]);
  });

  test('a trampoline of links does not leave the root', async () => {
    const tree = await treeOfLayers([readFileSync(conformance('image-fs', 'escape.tar')!)]);
    expect(resolved(tree)).toEqual([
      // Twelve steps down the trampoline, as many up, and there is no /tmp in the image.
      'escape = nothing',
      'trampoline = ',
      'usr = usr',
      'usr/share = usr/share',
      'usr/share/doc = usr/share/doc',
      'usr/share/doc/a = usr/share/doc/a',
      'usr/share/doc/a/copyright = ',
      'usr/share/doc/b = usr/share/doc/b',
      'usr/share/doc/b/copyright = nothing',
      'usr/share/doc/c = usr/share/doc/c',
      'usr/share/doc/c/copyright = nothing',
    ]);
    // It lay in a folder that the link replaced.
    expect([...tree.hidden()].map(({ path }) => path)).toEqual(['escape/poc.txt']);
  });
});

function treeOfImage(name: string): Promise<MergedTree> {
  return treeOfLayers(savedLayers(readFileSync(conformance('image-fs', `${name}.tar`)!)));
}

async function treeOfLayers(layers: readonly Buffer[]): Promise<MergedTree> {
  const keepers = [{ id: 'all', version: 1, keeps: () => true }];
  return mergeLayers(await Promise.all(layers.map((layer) => reading(layer, { keepers }))));
}

/** Each path, what is behind its links, and the content of that. */
function resolved(tree: MergedTree): string[] {
  return [...tree.entries()].map(({ path }) => {
    const behind = tree.resolve(path);
    const content = tree.read(path);
    const text = content === null ? '' : `: ${Buffer.from(content).toString()}`;
    return `${path} = ${behind === null ? 'nothing' : behind.path}${text}`;
  });
}
