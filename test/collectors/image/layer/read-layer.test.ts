import { hash } from 'node:crypto';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { openBudget } from '../../../../collectors/image/layer/index.ts';
import { rawTar } from '../../../support/tar-bytes.ts';
import { echo, failureOf, keeperOf, reading, summary } from './reading.ts';

const sha256 = (content: string | Uint8Array) => hash('sha256', content, 'hex');
const plain = rawTar(
  { name: './', type: '5', mode: 0o755 },
  { name: 'bin/', type: '5', mode: 0o755 },
  { name: 'bin/su', content: 'ELF', mode: 0o4755, uid: 1, gid: 2 },
  { name: 'etc/passwd', content: 'root' },
);
const plainDiffId = `sha256:${sha256(plain)}`;

describe('one pass over a layer', () => {
  test('tells its entries, their owners, modes and sizes, and its digest', async () => {
    const { index, contents, missed } = await reading(plain);
    expect({ index, contents, missed }).toEqual({
      index: {
        diffId: plainDiffId,
        size: plain.length,
        entries: [
          entry('', 'directory', { mode: 0o755 }),
          entry('bin', 'directory', { mode: 0o755 }),
          entry('bin/su', 'file', { mode: 0o4755, uid: 1, gid: 2, size: 3 }),
          entry('etc/passwd', 'file', { mode: 0o644, size: 4 }),
        ],
        whiteouts: [],
        opaque: [],
        problems: [],
      },
      contents: new Map(),
      missed: null,
    });
  });

  test.each([
    ['plain', plain],
    ['gzip', gzipSync(plain)],
    ['gzip in two members', Buffer.concat([gzipSync(plain.subarray(0, 700)), gzipSync(plain.subarray(700))])],
    ['zstd', zstdCompressSync(plain)],
    [
      'zstd in two frames',
      Buffer.concat([zstdCompressSync(plain.subarray(0, 700)), zstdCompressSync(plain.subarray(700))]),
    ],
  ])('is the same for a %s blob, in pieces of any size', async (_, blob) => {
    const expected = await reading(plain);
    for (const pieceBytes of [1, 100, blob.length]) expect(await reading(blob, { pieceBytes })).toEqual(expected);
  });

  test('refuses a layer that unpacks to something else than its name says', async () => {
    expect(await failureOf(reading(plain, { diffId: plainDiffId }))).toBeNull();
    const other = `sha256:${'0'.repeat(64)}`;
    expect(await failureOf(reading(plain, { diffId: other }))).toEqual({
      code: 'digest-mismatch',
      message: `The layer ${other} unpacks to data with the digest ${plainDiffId}.`,
    });
  });

  test('sorts by the bytes of UTF-8, and escapes what is not UTF-8', async () => {
    const names = ['\u{1F600}', '\uFFFD', 'z', '50%', Buffer.from('b\xffd', 'latin1'), 'a-b', 'a/b', 'a'];
    const { index } = await reading(rawTar(...names.map((name) => ({ name, type: '5' }))));
    expect(index.entries.map(({ path }) => path)).toEqual([
      '50%25',
      'a',
      'a-b',
      'a/b',
      'b%FFd',
      'z',
      '\uFFFD',
      '\u{1F600}',
    ]);
  });

  test('ends when it is told to', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(reading(plain, { signal })).rejects.toThrow('enough');
  });
});

describe('inspectors and keepers', () => {
  const long = 'abcdefgh'.repeat(1000);
  const files = rawTar(
    { name: 'head', content: long },
    { name: 'whole', content: long },
    { name: 'empty' },
    { name: 'other', content: 'x' },
  );
  const head = echo('start', (file) => (file.path === 'head' ? 'head' : 'no'));
  const whole = echo('all', (file) => (file.path === 'other' ? 'no' : 'whole'));

  test.each([files.length, 1, 600, 5000])('get what they want, in pieces of %d bytes', async (pieceBytes) => {
    const { index, contents } = await reading(files, {
      pieceBytes,
      inspectors: [head, whole],
      keepers: [keeperOf('whole', 'empty')],
    });
    expect(index.entries.map(({ path, digest, notes }) => ({ path, digest, notes }))).toEqual([
      { path: 'empty', digest: sha256(''), notes: undefined },
      { path: 'head', digest: sha256(long), notes: { start: long.slice(0, 4096), all: long } },
      { path: 'other', digest: null, notes: undefined },
      { path: 'whole', digest: sha256(long), notes: { all: long } },
    ]);
    expect(contents).toEqual(
      new Map([
        ['empty', new Uint8Array()],
        ['whole', new Uint8Array(Buffer.from(long))],
      ]),
    );
  });

  test.each([files.length, 600])('heads alone are digested all the same, in pieces of %d bytes', async (pieceBytes) => {
    const { index } = await reading(files, { pieceBytes, inspectors: [head] });
    const { digest, notes } = index.entries.find(({ path }) => path === 'head')!;
    expect({ digest, notes }).toEqual({ digest: sha256(long), notes: { start: long.slice(0, 4096) } });
  });

  test.each([files.length, 600])(
    'files that nobody has to say anything of have no digest, in pieces of %d bytes',
    async (pieceBytes) => {
      const quiet = { id: 'quiet', version: 1, inspect: () => null };
      const inspectors = [
        { ...quiet, wants: () => 'head' as const },
        { ...quiet, wants: (file: { path: string }) => (file.path === 'whole' ? ('whole' as const) : ('no' as const)) },
      ];
      const { index } = await reading(files, { pieceBytes, inspectors });
      expect(index.entries.map(({ digest, notes }) => [digest, notes])).toEqual(
        index.entries.map(() => [null, undefined]),
      );
    },
  );

  test.each([
    ['imageInspectBytes', 7999, { digest: sha256(long), notes: { start: long.slice(0, 4096) }, kept: true }],
    ['imageFileBytes', 7999, { digest: null, notes: undefined, kept: false }],
    ['imageKeptBytes', 7999, { digest: sha256(long), notes: { start: long.slice(0, 4096), all: long }, kept: false }],
  ])('a file above %s is a problem that names it', async (limit, value, expected) => {
    const archive = rawTar({ name: 'head', content: long });
    const options = { inspectors: [head, whole], keepers: [keeperOf('head')] };
    const { index, contents } = await reading(archive, { ...options, limit: { [limit]: value } });
    const { digest, notes } = index.entries[0]!;
    expect({ digest, notes, kept: contents.has('head') }).toEqual(expected);
    expect(index.problems).toMatchObject([{ code: 'limit-reached', limit, subject: 'head' }]);
    expect((await reading(archive, { ...options, limit: { [limit]: value + 1 } })).index.problems).toEqual([]);
  });

  test('the room for kept contents is that of all layers of an image', async () => {
    const budget = openBudget();
    const options = { budget, keepers: [keeperOf('a')], limit: { imageKeptBytes: 5 } };
    expect((await reading(rawTar({ name: 'a', content: '123' }), options)).index.problems).toEqual([]);
    const second = await reading(rawTar({ name: 'a', content: '456' }), options);
    expect(second.index.problems).toMatchObject([{ code: 'limit-reached', limit: 'imageKeptBytes', subject: 'a' }]);
    expect(second.contents.size).toBe(0);
  });
});

describe('hardlinks', () => {
  test('are what they point to, whose header comes last', async () => {
    const archive = rawTar(
      { name: 'a', content: 'abc', mode: 0o755 },
      { name: 'b', type: '1', link: './a', mode: 0o4755, uid: 3 },
      { name: 'c', type: '1', link: 'b', mode: 0o4755, uid: 3 },
    );
    const { index, contents } = await reading(archive, {
      keepers: [keeperOf('a', 'c')],
      inspectors: [echo('all', () => 'whole')],
    });
    const shared = { mode: 0o4755, uid: 3, size: 3, digest: sha256('abc'), notes: { all: 'abc' } };
    expect(index.entries).toEqual([
      entry('a', 'file', shared),
      entry('b', 'file', { ...shared, hardlink: true, target: 'a' }),
      entry('c', 'file', { ...shared, hardlink: true, target: 'a' }),
    ]);
    expect([...contents.keys()].sort()).toEqual(['a', 'b', 'c']);
    expect(index.problems).toEqual([]);
  });

  test('that are asked more than their first name are a problem, until a second reading', async () => {
    const archive = rawTar({ name: 'status-old', content: 'db' }, { name: 'status', type: '1', link: 'status-old' });
    const options = {
      keepers: [keeperOf('status')],
      inspectors: [echo('s', (file) => (file.path === 'status' ? 'whole' : 'no'))],
    };
    const first = await reading(archive, options);
    expect(first.missed).toEqual(new Map([['status-old', ['status']]]));
    expect(first.index.problems).toMatchObject([{ code: 'archive-entry', subject: 'status' }]);
    const second = await reading(archive, { ...options, again: first.missed! });
    expect(second.missed).toBeNull();
    expect(second.index.problems).toEqual([]);
    expect(second.contents).toEqual(new Map([['status', new Uint8Array(Buffer.from('db'))]]));
    expect(second.index.entries.map(({ path, notes }) => [path, notes])).toEqual([
      ['status', { s: 'db' }],
      ['status-old', undefined],
    ]);
  });

  test('to a symbolic link are symbolic links; to themselves, a folder or a way that loops they are problems', async () => {
    const archive = rawTar(
      { name: 'l', type: '2', link: 'x' },
      { name: 'hl', type: '1', link: 'l' },
      { name: 'self', type: '1', link: 'self' },
      { name: 'd/', type: '5' },
      { name: 'to-d', type: '1', link: 'd' },
      { name: 'loop', type: '2', link: 'loop' },
      { name: 'to-loop', type: '1', link: 'loop/x' },
      { name: 'later', type: '1', link: 'not-here' },
    );
    const layer = await reading(archive);
    expect(summary(layer)).toEqual([
      'd directory',
      'hl symlink -> x = l',
      'l symlink -> x',
      'later other = not-here',
      'loop symlink -> loop',
    ]);
    expect(layer.index.problems.map(({ code, subject }) => [code, subject])).toEqual([
      ['archive-entry', 'self'],
      ['archive-entry', 'to-d'],
      ['archive-entry', 'to-loop'],
    ]);
  });

  test('keep what they had when their target is replaced later in the archive', async () => {
    const layer = await reading(
      rawTar({ name: 'a', content: 'old' }, { name: 'b', type: '1', link: 'a' }, { name: 'a', content: 'newer' }),
      { inspectors: [echo('all', () => 'whole')] },
    );
    expect(layer.index.entries.map(({ path, size, notes }) => [path, size, notes])).toEqual([
      ['a', 5, { all: 'newer' }],
      ['b', 3, { all: 'old' }],
    ]);
    expect(layer.index.overwritten?.map(({ path, size }) => [path, size])).toEqual([['a', 3]]);
  });
});

function entry(path: string, type: string, rest: object): object {
  const none = { mode: 0, uid: 0, gid: 0, size: 0, link: null, capability: null, hardlink: false, digest: null };
  return { path, type, ...none, ...rest };
}
