import { hash } from 'node:crypto';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readLayer } from '../../../../collectors/image/layer/index.ts';
import { limitsWith } from '../../../../engine/index.ts';
import { octal, paxEntry, rawTar, tarEntry } from '../../../support/tar-bytes.ts';
import { echo, failureOf, keeperOf, reading, summary } from './reading.ts';

const MiB = 1024 * 1024;
const all = echo('all', () => 'whole');

describe('bombs', () => {
  const small = { archiveRatioFrom: MiB, archiveRatio: 50, imageBytes: 64 * MiB };
  const zeros = rawTar({ name: 'zeros', content: Buffer.alloc(8 * MiB) });

  test.each([
    ['gzip', gzipSync(zeros)],
    ['zstd', zstdCompressSync(zeros)],
  ])('%s that grows too much ends at archiveRatio', async (_, blob) => {
    expect(await failureOf(reading(blob, { limit: small }))).toEqual({
      code: 'limit-reached',
      message:
        'The layer reaches the limit archiveRatio (50): times that compressed data may grow, above archiveRatioFrom.',
    });
    expect(await failureOf(reading(blob, { limit: { ...small, archiveRatioFrom: 9 * MiB } }))).toBeNull();
  });

  test('a layer above imageBytes ends there, at once', async () => {
    let given = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield tarEntry({ name: 'endless', size: 2 ** 40 });
      for (;;) {
        given++;
        yield Buffer.alloc(64 * 1024);
      }
    }
    const limits = limitsWith({ imageBytes: MiB });
    const options = { inspectors: [], keepers: [], limits, signal: new AbortController().signal };
    const failure = await failureOf(readLayer({ diffId: null, bytes: endless() }, options));
    expect(failure).toMatchObject({ code: 'limit-reached', message: expect.stringContaining('imageBytes (1048576)') });
    // One more was on its way.
    expect(given).toBe(17);
  });

  test('more entries than imageEntries end there', async () => {
    const archive = rawTar(...Array.from({ length: 11 }, (_, index) => ({ name: `f${index}` })));
    expect(await failureOf(reading(archive, { limit: { imageEntries: 11 } }))).toBeNull();
    expect(await failureOf(reading(archive, { limit: { imageEntries: 10 } }))).toMatchObject({
      code: 'limit-reached',
      message: expect.stringContaining('imageEntries (10)'),
    });
  });

  test('a sparse file of 60 GB is listed, and not looked into', async () => {
    const sparse = (size: number) => (block: Buffer) => {
      block.write('ustar  \0', 257, 'latin1');
      octal(block, 483, 12, size);
    };
    const archive = rawTar({ name: 'huge', type: 'S', change: sparse(60e9) });
    const { index, contents } = await reading(archive, { inspectors: [all], keepers: [keeperOf('huge')] });
    expect(index.entries).toMatchObject([{ path: 'huge', type: 'file', size: 60e9, digest: null }]);
    expect(index.entries[0]).not.toHaveProperty('notes');
    expect(index.problems).toMatchObject([{ code: 'limit-reached', limit: 'imageFileBytes', subject: 'huge' }]);
    expect(contents.size).toBe(0);
  });

  test('holes of many sparse files count as bytes of the image', async () => {
    const change = (block: Buffer) => {
      block.write('ustar  \0', 257, 'latin1');
      octal(block, 483, 12, MiB);
    };
    const archive = rawTar(...Array.from({ length: 20 }, (_, index) => ({ name: `s${index}`, type: 'S', change })));
    expect(await failureOf(reading(archive, { limit: { imageBytes: 10 * MiB } }))).toMatchObject({
      code: 'limit-reached',
    });
  });

  test('small sparse files are looked into with their holes', async () => {
    const change = (block: Buffer) => {
      block.write('ustar  \0', 257, 'latin1');
      octal(block, 386, 12, 3);
      octal(block, 398, 12, 2);
      octal(block, 483, 12, 8);
    };
    const archive = rawTar({ name: 'before', content: 'xxxxxxxx' }, { name: 's', type: 'S', content: 'ab', change });
    const { index } = await reading(archive, { inspectors: [all], pieceBytes: 300 });
    expect(index.entries[1]).toMatchObject({ size: 8, digest: hash('sha256', '\0\0\0ab\0\0\0', 'hex') });
    expect(index.entries[1]?.notes).toEqual({ all: '\0\0\0ab\0\0\0' });
  });
});

describe('broken archives', () => {
  const archive = rawTar({ name: 'a', content: 'hello' }, { name: 'b', content: 'world' });

  test.each([
    [
      'a PAX path with a NUL',
      rawTar(paxEntry({ path: 'a\0b' }), { name: 'x' }),
      'a NUL in the pax record path, near byte 512',
    ],
    [
      'a PAX size that is none',
      rawTar(paxEntry({ size: 'many' }), { name: 'x' }),
      'a number of a pax record is wrong, near byte 1024',
    ],
    ['a negative PAX size', rawTar(paxEntry({ size: '-1' }), { name: 'x' }), 'a negative size, near byte 1024'],
    [
      'a PAX time that is none',
      rawTar(paxEntry({ mtime: 'now' }), { name: 'x' }),
      'a time of a pax record is wrong, near byte 1024',
    ],
    ['a wrong checksum', rawTar({ name: 'x', badChecksum: true }), 'the checksum of the header is wrong, near byte 0'],
    ['no archive at all', Buffer.alloc(600, 'x'), 'the checksum of the header is wrong, near byte 0'],
    [
      'one block of zeros inside',
      Buffer.concat([Buffer.alloc(512), archive]),
      'one block of zeros and then something else, near byte 512',
    ],
    [
      'a header that describes for ever',
      rawTar({ name: 'x', type: 'x', size: 2 ** 21 }),
      'a header of headers is too long, near byte 0',
    ],
  ])('%s is refused, with its place', async (_, blob, why) => {
    expect(await failureOf(reading(blob))).toEqual({
      code: 'archive-invalid',
      message: `The layer is not a whole tar archive: ${why}.`,
    });
  });

  test.each([
    ['bzip2', Buffer.from('BZh91AY&SY')],
    ['xz', Buffer.from('fd377a585a000004', 'hex')],
  ])('%s is named', async (compression, blob) => {
    expect(await failureOf(reading(blob))).toEqual({
      code: 'archive-invalid',
      message: `The layer is compressed with ${compression}, which layers never are.`,
    });
  });

  test('cut off anywhere but between entries is refused', async () => {
    // The padding behind content may be missing, and so may the zeros at the end.
    const whole = (length: number) =>
      (length >= 517 && length <= 1024) || (length >= 1541 && length <= 2048) || length === 2560;
    for (let length = 1; length < archive.length; length++) {
      const failure = await failureOf(reading(archive.subarray(0, length)));
      expect([length, failure]).toEqual([
        length,
        whole(length) ? null : { code: 'archive-invalid', message: `The layer is cut off after ${length} bytes.` },
      ]);
    }
  });

  test('what follows the end of an archive is a problem, unless it is zeros', async () => {
    const twice = Buffer.concat([archive, archive]);
    const { index } = await reading(twice, { pieceBytes: 700 });
    expect(index.entries.map(({ path }) => path)).toEqual(['a', 'b']);
    expect(index.problems).toEqual([
      {
        code: 'archive-trailing',
        message: `the layer goes on behind the end of its archive, at byte ${archive.length}; that was not looked into`,
        kind: 'image',
        subject: index.diffId,
      },
    ]);
    expect((await reading(Buffer.concat([archive, Buffer.alloc(9000)]))).index.problems).toEqual([]);
  });

  test.each([
    ['gzip', gzipSync(archive)],
    ['zstd', zstdCompressSync(archive)],
  ])('%s data cut off, damaged or followed by others are never read without an error', async (_, blob) => {
    const diffId = `sha256:${hash('sha256', archive, 'hex')}`;
    expect(await failureOf(reading(blob, { diffId }))).toBeNull();
    for (let length = 0; length < blob.length; length++) {
      expect(await failureOf(reading(blob.subarray(0, length), { diffId }))).not.toBeNull();
    }
    for (const more of ['x', '\0', '\0\0x', '\x1f', '\x1f\x8b', '(\xb5/\xfd', 'garbage']) {
      const followed = Buffer.concat([blob, Buffer.from(more, 'latin1')]);
      for (const pieceBytes of [followed.length, blob.length, 5]) {
        expect(await failureOf(reading(followed, { diffId, pieceBytes }))).not.toBeNull();
      }
    }
    const flips = fc.sample(fc.tuple(fc.nat(blob.length - 1), fc.nat(7)), { numRuns: 400, seed: 7 });
    for (const [at, bit] of flips) {
      const damaged = Buffer.from(blob);
      damaged[at] = damaged[at]! ^ (1 << bit);
      // A header has bits that nothing depends on; content never changes without an error.
      const layer = await reading(damaged, { diffId }).catch((error: { code?: string }) => error.code ?? String(error));
      if (typeof layer === 'string') expect(['archive-invalid', 'digest-mismatch']).toContain(layer);
      else expect(summary(layer)).toEqual(['a file 5', 'b file 5']);
    }
  });

  test('an eStargz layer, a member of gzip for each file, is read to its end', async () => {
    const members = [archive.subarray(0, 1024), archive.subarray(1024, 2048), archive.subarray(2048)];
    const layer = await reading(Buffer.concat(members.map((member) => gzipSync(member))), { pieceBytes: 11 });
    expect(summary(layer)).toEqual(['a file 5', 'b file 5']);
  });
});

describe('paths', () => {
  test('stay inside the root, as an engine unpacks them', async () => {
    const archive = rawTar(
      { name: '/etc/shadow', content: '1' },
      { name: '../../escape', content: '2' },
      { name: 'a/../../b//./c/', type: '5' },
      { name: 'tmp/link', type: '2', link: '../../../../../etc' },
      { name: 'tmp/link/passwd', content: '3' },
      { name: 'tmp/hard', type: '1', link: '../../../escape' },
    );
    const layer = await reading(archive);
    expect(summary(layer)).toEqual([
      'b/c directory',
      'escape file 1',
      'etc/passwd file 1',
      'etc/shadow file 1',
      'tmp/hard file 1 = escape',
      'tmp/link symlink -> ../../../../../etc',
    ]);
    expect(layer.index.problems).toEqual([]);
  });

  test('through a loop of links or through a file are problems of that path', async () => {
    const archive = rawTar(
      { name: 'x', type: '2', link: 'y' },
      { name: 'y', type: '2', link: 'x' },
      { name: 'x/file', content: '1' },
      { name: 'file', content: '2' },
      { name: 'file/below', content: '3' },
      { name: 'end', content: '4' },
    );
    const layer = await reading(archive);
    expect(summary(layer)).toEqual(['end file 1', 'file file 1', 'x symlink -> y', 'y symlink -> x']);
    expect(layer.index.problems.map(({ subject, message }) => [subject, message])).toEqual([
      ['x/file', 'an engine cannot unpack it: its way is a loop of symbolic links'],
      ['file/below', 'an engine cannot unpack it: a folder on its way is a file'],
    ]);
  });

  test('that are too long or too deep are problems that name the limit', async () => {
    const deep = Array.from({ length: 30 }, () => 'd').join('/');
    const archive = rawTar(paxEntry({ path: 'l'.repeat(101) }), { name: 'x' }, { name: deep }, { name: 'end' });
    const { index } = await reading(archive, { limit: { imagePathBytes: 100, imagePathLevels: 29 } });
    expect(index.entries.map(({ path }) => path)).toEqual(['end']);
    expect(index.problems.map(({ code, limit }) => [code, limit])).toEqual([
      ['limit-reached', 'imagePathBytes'],
      ['limit-reached', 'imagePathLevels'],
    ]);
  });

  test('links that grow a path at every step end in a problem', async () => {
    const archive = rawTar(
      ...Array.from({ length: 30 }, (_, index) => ({
        name: `l${index}`,
        type: '2',
        link: `/l${index + 1}/../l${index + 1}`,
      })),
      { name: 'l0/x', content: '1' },
    );
    const { index } = await reading(archive);
    expect(index.problems).toMatchObject([{ subject: 'l0/x' }]);
  });

  test('twice in an archive: the last one counts, and the first is kept in mind', async () => {
    const archive = rawTar(
      { name: 'dir/old', content: 'secret' },
      { name: 'dir/', type: '5', mode: 0o700 },
      { name: 'same', content: '1' },
      { name: 'same', content: '22' },
      { name: 'dir', type: '2', link: 'other' },
    );
    const layer = await reading(archive, { inspectors: [all], keepers: [keeperOf('dir/old', 'same')] });
    expect(summary(layer)).toEqual(['dir symlink -> other', 'same file 2']);
    expect(layer.index.overwritten?.map(({ path, notes }) => [path, notes])).toEqual([
      ['dir', undefined],
      ['dir/old', { all: 'secret' }],
      ['same', { all: '1' }],
    ]);
    expect([...layer.contents]).toEqual([['same', new Uint8Array(Buffer.from('22'))]]);
  });

  test('devices, fifos and unknown types are listed and never opened', async () => {
    const archive = rawTar(
      { name: 'c', type: '3' },
      { name: 'b', type: '4' },
      { name: 'p', type: '6' },
      { name: 'u', type: 'V', content: 'v' },
    );
    const layer = await reading(archive, { inspectors: [all], keepers: [keeperOf('c', 'b', 'p', 'u')] });
    expect(summary(layer)).toEqual(['b device', 'c device', 'p fifo', 'u other']);
    expect(layer.index.problems).toEqual([
      { code: 'archive-entry', message: 'it is of the unknown type "V"', kind: 'image', subject: 'u' },
    ]);
  });

  test('of whiteouts are those they hide; what hides nothing is a problem', async () => {
    const archive = rawTar(
      { name: '.wh.gone' },
      { name: 'etc/.wh.also' },
      { name: 'opt/.wh..wh..opq' },
      { name: '.wh..wh..opq' },
      { name: '.wh..wh.aufs', content: 'x' },
      { name: '.wh..wh.orph/', type: '5' },
      { name: 'a/.wh.' },
      { name: 'a/.wh..' },
      { name: 'a/.wh...' },
    );
    const { index } = await reading(archive);
    expect(index).toMatchObject({ entries: [], whiteouts: ['etc/also', 'gone'], opaque: ['', 'opt'] });
    expect(index.problems.map(({ subject }) => subject)).toEqual(['.wh..wh.aufs', 'a/.wh.', 'a/.wh..', 'a/.wh...']);
  });

  test('named like properties of objects are paths', async () => {
    const layer = await reading(rawTar({ name: '__proto__/x', content: '1' }, { name: 'constructor' }));
    expect(summary(layer)).toEqual(['__proto__/x file 1', 'constructor file']);
  });
});

test('any bytes whatever end in a layer or in a named error', async () => {
  const seed = rawTar(
    { name: 'a/', type: '5' },
    { name: 'a/x', content: 'abc' },
    { name: 'a/l', type: '2', link: '../a' },
    { name: 'a/h', type: '1', link: 'a/x' },
    { name: 'a/.wh.y' },
  );
  const damage = fc.array(fc.tuple(fc.nat(seed.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(damage, fc.nat(seed.length), async (changes, length) => {
      const blob = Buffer.from(seed.subarray(0, length));
      for (const [at, byte] of changes) if (at < blob.length) blob[at] = byte;
      const failure = await failureOf(reading(blob, { inspectors: [all] }));
      if (failure !== null) expect(['archive-invalid', 'limit-reached']).toContain(failure.code);
    }),
    { seed: 11, numRuns: 1500 },
  );
});
