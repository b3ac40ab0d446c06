import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hidden, treeOf, visible } from './layers.ts';

describe('merging layers', () => {
  test('entries of a layer replace those below, and folders merge', async () => {
    const tree = await treeOf([
      ['etc/', 'etc/a: 1', 'etc/b: 1'],
      ['etc/', 'etc/b: 2', 'etc/c: 2'],
    ]);
    expect(visible(tree)).toEqual(['1 etc/', '0 etc/a: 1', '1 etc/b: 2', '1 etc/c: 2']);
    expect(hidden(tree)).toEqual(['0 etc/b by 1']);
  });

  test('a whiteout hides a file or a whole folder, and says in which layer', async () => {
    const tree = await treeOf([
      ['a/', 'a/x: 1', 'a/b/', 'a/b/y: 2', 'keep: 3'],
      ['.wh.a', '.wh.never-there'],
    ]);
    expect(visible(tree)).toEqual(['0 keep: 3']);
    expect(hidden(tree)).toEqual(['0 a by 1', '0 a/b by 1', '0 a/b/y by 1', '0 a/x by 1']);
  });

  const base = ['d/', 'd/old: 1', 'd/both: 1', 'f: 1'];
  const changes = ['d/.wh..wh..opq', 'd/', 'd/both: 2', 'd/new: 2', '.wh.f', 'f: 2'];

  test.each(permutations(changes))('a whiteout never hides what its own layer brings: %s', async (...order) => {
    const tree = await treeOf([base, order]);
    expect(visible(tree)).toEqual(['1 d/', '1 d/both: 2', '1 d/new: 2', '1 f: 2']);
    expect(hidden(tree)).toEqual(['0 d/both by 1', '0 d/old by 1', '0 f by 1']);
  });

  test('an opaque folder keeps itself, and nothing that was in it', async () => {
    const tree = await treeOf([['d/', 'd/e/', 'd/e/f: 1'], ['d/.wh..wh..opq'], ['d/e/g: 3']]);
    expect(visible(tree)).toEqual(['0 d/', '2 d/e/', '2 d/e/g: 3']);
    expect(hidden(tree)).toEqual(['0 d/e by 1', '0 d/e/f by 1']);
  });

  test('an opaque root hides all there was', async () => {
    const tree = await treeOf([
      ['a: 1', 'b/c: 1'],
      ['.wh..wh..opq', 'b/d: 2'],
    ]);
    expect(visible(tree)).toEqual(['1 b/', '1 b/d: 2']);
  });

  test.each([
    ['a file', 'd: 2', '1 d: 2'],
    ['a link', 'd -> e', '1 d -> e'],
  ])('%s in place of a folder hides what was in it', async (_, replacement, expected) => {
    const tree = await treeOf([['d/', 'd/x: 1'], [replacement]]);
    expect(visible(tree)).toEqual([expected]);
    expect(hidden(tree)).toEqual(['0 d by 1', '0 d/x by 1']);
  });

  test('a folder in place of a file or link hides that, also where it is only implied', async () => {
    const tree = await treeOf([
      ['a: 1', 'b: 1', 'lib -> usr/lib', 'usr/lib/x: 1'],
      ['a/', 'b/c: 2', 'lib/y: 2'],
    ]);
    expect(visible(tree)).toEqual([
      '1 a/',
      '1 b/',
      '1 b/c: 2',
      '1 lib/',
      '1 lib/y: 2',
      '0 usr/',
      '0 usr/lib/',
      '0 usr/lib/x: 1',
    ]);
    expect(hidden(tree)).toEqual(['0 a by 1', '0 b by 1', '0 lib by 1']);
  });

  test('implied folders belong to root and change nothing of those that are there', async () => {
    const tree = await treeOf([
      ['etc/', 'etc/a'],
      ['etc/b', 'new/c'],
    ]);
    expect(tree.get('etc')).toMatchObject({ layer: 0, mode: 0o755 });
    expect(tree.get('new')).toMatchObject({ layer: 1, type: 'directory', mode: 0o755, uid: 0, gid: 0 });
  });

  test('hardlinks outlive their target, in the same layer or in a later one', async () => {
    const tree = await treeOf([
      ['a: one', 'b = a', 'c: two', 'd = c'],
      ['.wh.a', 'c: new'],
    ]);
    expect(visible(tree)).toEqual(['0 b: one', '1 c: new', '0 d: two']);
    expect(tree.figures().counts).toMatchObject({ files: 3, size: 9, hiddenFiles: 2, hiddenSize: 0 });
  });

  test('a hardlink into a lower layer is what was there, also where its layer removes that', async () => {
    const tree = await treeOf([['a: one'], ['.wh.a', 'b = a', 'c = b', 'nothing = never']]);
    expect(visible(tree)).toEqual(['1 b: one', '1 c', '1 nothing']);
    expect(tree.get('nothing')).toMatchObject({ type: 'other' });
    expect(tree.problems.map(({ code, subject }) => [code, subject])).toEqual([
      ['archive-entry', 'b'],
      ['archive-entry', 'c'],
      ['archive-entry', 'nothing'],
    ]);
  });

  test('what one archive brings twice is hidden by its own layer', async () => {
    expect(hidden(await treeOf([[], ['a: 1', 'a: 2']]))).toEqual(['1 a by 1']);
  });

  test('folders that only whiteouts lie in are made, in place of what lower layers have there', async () => {
    const tree = await treeOf([
      ['l -> usr', 'usr/x: 1'],
      ['l/.wh.x', 'new/.wh.y', 'usr/.wh..wh..opq', 'o/.wh..wh..opq'],
    ]);
    expect(visible(tree)).toEqual(['1 l/', '1 new/', '1 o/', '0 usr/']);
    expect(hidden(tree)).toEqual(['0 l by 1', '0 usr/x by 1']);
  });

  test('a tree of no layers is an empty root', async () => {
    const tree = await treeOf([]);
    expect(visible(tree)).toEqual([]);
    expect(tree.get('')).toMatchObject({ type: 'directory', path: '' });
    expect(tree.list('')).toEqual([]);
  });
});

describe('figures', () => {
  test('tell what layers add, replace, remove and hide', async () => {
    const tree = await treeOf([
      ['a: 12345', 'b: 123', 'd/', 'd/x: 1', 'd/y: 22', 'l -> a', 'h = a'],
      ['.wh.b', 'd/.wh..wh..opq', 'd/x: 4444', 'new: 666666'],
      ['.wh.new'],
    ]);
    const { counts, layers } = tree.figures();
    expect(counts).toEqual({ files: 3, directories: 1, symbolicLinks: 1, size: 9, hiddenFiles: 4, hiddenSize: 12 });
    expect(layers.map(({ size: _, ...rest }) => rest)).toEqual([
      { added: 7, replaced: 0, removed: 0, hiddenSize: 6 },
      { added: 1, replaced: 1, removed: 2, hiddenSize: 6 },
      { added: 0, replaced: 0, removed: 1, hiddenSize: 0 },
    ]);
  });
});

describe('resolving', () => {
  test('follows links inside the root alone, and children of linked folders', async () => {
    const tree = await treeOf([
      [
        'etc/passwd: root',
        'abs -> /etc',
        'up -> ../../../etc',
        'a/b/rel -> ../../abs/passwd',
        'dot -> ./a/./b/../../etc/',
        'slash -> /',
      ],
    ]);
    const all = [
      'abs/passwd',
      'up/passwd',
      'a/b/rel',
      'dot/passwd',
      'slash/slash/up/passwd',
      '/etc/passwd',
      'etc//./passwd',
    ];
    expect(all.map((path) => tree.resolve(path)?.path)).toEqual(all.map(() => 'etc/passwd'));
    expect(all.map((path) => Buffer.from(tree.read(path)!).toString())).toEqual(all.map(() => 'root'));
    expect(tree.list('dot').map(({ path }) => path)).toEqual(['etc/passwd']);
    expect(tree.get('abs/passwd')).toBeNull();
    expect(tree.resolve('slash')?.path).toBe('');
  });

  test('ends at loops, files on the way, what is not there, and after 40 links', async () => {
    const chain = Array.from({ length: 45 }, (_, index) => `l${index} -> l${index + 1}`);
    const tree = await treeOf([['x -> y', 'y -> x', 'self -> self', 'f: 1', 'dangling -> none', 'l45: end', ...chain]]);
    const paths = ['x', 'self', 'f/x', 'f/..', 'dangling', 'none', 'l4'];
    expect(paths.map((path) => tree.resolve(path))).toEqual(paths.map(() => null));
    expect(tree.resolve('l5')?.path).toBe('l45');
    expect(tree.list('x')).toEqual([]);
    expect(tree.read('dangling')).toBeNull();
  });
});

test('any layers merge as a file system would, step by step', async () => {
  const name = fc.constantFrom('a', 'b', 'c');
  const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'));
  const text = fc.oneof(
    path.map((each) => `${each}: x`),
    path.map((each) => `${each}/`),
    path.map((each) => `${each} -> nowhere`),
    path.map((each) => each.replace(/[^/]*$/, (last) => `.wh.${last}`)),
    path.map((each) => `${each}/.wh..wh..opq`),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uniqueArray(text, { maxLength: 6 }), { maxLength: 4 }), async (layers) => {
      const sound = layers.map(withoutClashes);
      const tree = await treeOf(sound);
      const seen = [...tree.entries()].map((entry) => `${entry.path} ${entry.type} ${entry.layer}`);
      expect(seen).toEqual(model(sound));
      // Every file that was shipped is either seen or hidden, once.
      const told = [...tree.entries(), ...tree.hidden()].filter(({ type }) => type !== 'directory');
      const shipped = sound.flatMap((texts, layer) =>
        texts
          .filter((each) => !each.includes('.wh.') && !each.endsWith('/'))
          .map((each) => `${layer} ${each.split(/:? /)[0]}`),
      );
      expect(told.map((entry) => `${entry.layer} ${entry.path}`).sort()).toEqual(shipped.sort());
    }),
    { seed: 3, numRuns: 1000 },
  );
});

/** Leaves out entries of a layer that clash with earlier ones of the same layer, where the order would matter. */
function withoutClashes(layer: readonly string[]): string[] {
  const kept: string[] = [];
  const pathOf = (text: string) => text.replace(/: x$| -> nowhere$|\/$|\/?[^/]*\.wh\..*$/, '');
  const isFolder = (text: string) => text.endsWith('/') || text.includes('.wh.');
  for (const text of layer) {
    const path = pathOf(text);
    const clash = kept.some((other) => {
      const known = pathOf(other);
      if (known === path)
        return !(text.includes('.wh.') && isFolder(other)) && !(other.includes('.wh.') && isFolder(text));
      return (known.startsWith(`${path}/`) && !isFolder(text)) || (path.startsWith(`${known}/`) && !isFolder(other));
    });
    if (!clash) kept.push(text);
  }
  return kept;
}

/** The same by hand: a map of paths, changed one whiteout and one entry after the other. */
function model(layers: readonly (readonly string[])[]): string[] {
  const files = new Map<string, string>();
  const removeBelow = (path: string) => {
    for (const known of [...files.keys()]) if (known.startsWith(`${path}/`)) files.delete(known);
  };
  const parents = (path: string) =>
    path
      .split('/')
      .slice(0, -1)
      .map((_, index, all) => all.slice(0, index + 1).join('/'));
  for (const [layer, texts] of layers.entries()) {
    for (const text of texts) {
      if (text.endsWith('/.wh..wh..opq')) removeBelow(text.slice(0, -'/.wh..wh..opq'.length));
      else if (text.includes('.wh.')) {
        const path = text.replace('.wh.', '');
        removeBelow(path);
        files.delete(path);
      }
    }
    const entries = texts.filter((text) => !text.includes('.wh.'));
    for (const text of entries.toSorted((a, b) => (a < b ? -1 : 1))) {
      const path = text.replace(/: x$| -> nowhere$|\/$/, '');
      for (const parent of parents(path)) {
        if (!files.get(parent)?.startsWith('directory')) files.set(parent, `directory ${layer}`);
      }
      if (!text.endsWith('/')) removeBelow(path);
      files.set(path, `${text.endsWith('/') ? 'directory' : text.includes('->') ? 'symlink' : 'file'} ${layer}`);
    }
    for (const text of texts.filter((each) => each.includes('.wh.'))) {
      for (const parent of parents(text)) {
        if (files.get(parent)?.startsWith('directory')) continue;
        if (files.get(parent)?.endsWith(` ${layer}`)) break;
        files.set(parent, `directory ${layer}`);
      }
    }
  }
  return [...files]
    .map(([path, rest]) => `${path} ${rest}`)
    .sort((a, b) => (a.split(' ')[0]! < b.split(' ')[0]! ? -1 : 1));
}

function permutations(items: readonly string[]): string[][] {
  if (items.length < 2) return [[...items]];
  const all = items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
  // Each ninth is enough to have every pair in both orders.
  return items.length === 6 ? all.filter((_, index) => index % 9 === 0) : all;
}
