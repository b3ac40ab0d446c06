import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { conformance, findOnPath, skipUnless } from '../../../support/real-parts.ts';
import { longEntry, octal, paxEntry, rawTar, tarEntry } from '../../../support/tar-bytes.ts';
import { type Listing, listWithGo } from '../../../support/tar-oracle.ts';
import { listWithOurs } from './listing.ts';

const withGo = skipUnless(findOnPath('go'), 'go is not here to list tar archives with');
const folder = conformance('tar');
const files = folder === null ? [] : readdirSync(folder).sort();
const rejected = ['issue10968.tar', 'issue11169.tar', 'pax-bad-mtime-file.tar', 'pax-nul-path.tar', 'writer-big.tar'];

const binaryUid = (block: Buffer) => octal(block, 108, 8, 2 ** 40 + 7);
const negativeSize = (block: Buffer) => octal(block, 124, 12, -512);
const oldSparse = (block: Buffer) => {
  block.write('ustar  \0', 257, 'latin1');
  octal(block, 386, 12, 512);
  octal(block, 398, 12, 512);
  octal(block, 483, 12, 2048);
};

/** Archives of every kind of header there is, the seeds of the mutations below. */
const seeds: Buffer[] = [
  rawTar(
    { name: 'a', content: 'hello' },
    { name: 'dir/', type: '5', mode: 0o755 },
    { name: 'l', type: '2', link: 'a' },
  ),
  rawTar(
    { name: 'old/', type: '\0' },
    { name: 'old/file', type: '\0', content: 'x'.repeat(513) },
    { name: 'v7', magic: '' },
  ),
  rawTar(longEntry('L', 'n'.repeat(300)), longEntry('K', 't'.repeat(300)), { name: 'short', type: '2', link: 'short' }),
  rawTar(paxEntry({ path: 'dir/päx', size: '4', uid: '70000', mtime: '1.5', linkpath: '' }), {
    name: 'x',
    content: '1234',
  }),
  rawTar(paxEntry({ 'SCHILY.xattr.security.capability': Buffer.from([1, 0, 0, 2, 10, 0xff, 61]) }), { name: 'ping' }),
  rawTar(paxEntry({ comment: 'for all' }, 'g'), { name: 'after-global', content: 'g' }),
  rawTar({ name: 'hard', type: '1', link: 'a', size: 99 }, { name: 'dev', type: '3' }, { name: 'fifo', type: '6' }),
  rawTar(
    { name: 'name', prefix: 'a/long/prefix' },
    { name: 'big-uid', change: binaryUid },
    { name: 'last', type: '7' },
  ),
  rawTar({ name: 'sparse', type: 'S', content: 's'.repeat(512), change: oldSparse }, { name: 'end', content: 'e' }),
  rawTar(
    paxEntry({
      'GNU.sparse.major': '1',
      'GNU.sparse.minor': '0',
      'GNU.sparse.name': 's',
      'GNU.sparse.realsize': '900',
    }),
    { name: 'GNUSparseFile.0/s', content: `${'2\n0\n3\n800\n2\n'.padEnd(512, '\0')}abcde` },
  ),
  rawTar(paxEntry({ 'GNU.sparse.size': '50', 'GNU.sparse.numblocks': '1', 'GNU.sparse.map': '10,3' }), {
    name: 's',
    content: 'abc',
  }),
  rawTar({ name: 'x', type: 'x', change: negativeSize }, { name: 'a' }),
  rawTar({ name: 'L', type: 'L', change: negativeSize }, { name: 'a' }),
  rawTar({ name: 'negative', change: negativeSize }, { name: 'a' }),
  tarEntry({ name: 'no-end', content: 'no zeros follow' }),
  Buffer.alloc(0),
  Buffer.alloc(512),
  Buffer.concat([rawTar({ name: 'first' }), rawTar({ name: 'second' })]),
];

describe('against the tar reader of engines', withGo, () => {
  test('every kind of header is read the same, in pieces of any size', () => {
    const expected = listWithGo(seeds);
    expect(seeds.map((seed) => listWithOurs(seed))).toEqual(expected);
    for (const bytes of [1, 7, 511, 512, 513]) expect(seeds.map((seed) => listWithOurs(seed, bytes))).toEqual(expected);
  });

  test('archives with bytes changed, cut out or put in are read the same', () => {
    const broken = mutations(seeds, 4000);
    expect(differences(broken, listWithGo(broken))).toEqual([]);
  });

  test('headers with changed fields and a right checksum are read the same', () => {
    const broken = mutations(seeds, 4000).map(withChecksums);
    const expected = listWithGo(broken);
    expect(expected.filter((each) => each.members.length > 0).length).toBeGreaterThan(1000);
    expect(differences(broken, expected)).toEqual([]);
  });

  test.skipIf(folder === null)('the archives of archive/tar itself are read the same', () => {
    const archives = files.map((file) => readFileSync(path.join(folder!, file)));
    expect(archives.map((archive) => listWithOurs(archive))).toEqual(listWithGo(archives));
    expect(files.filter((_, index) => listWithOurs(archives[index]!).failed)).toEqual(rejected);
  });
});

/** What is read otherwise, as text to find the cause by. */
function differences(archives: readonly Buffer[], expected: readonly Listing[]): unknown[] {
  const found: unknown[] = [];
  for (const [index, archive] of archives.entries()) {
    const ours = listWithOurs(archive);
    const theirs = expected[index]!;
    if (JSON.stringify(ours) === JSON.stringify(theirs)) continue;
    found.push({ archive: archive.toString('base64').slice(0, 4000), ours, theirs });
  }
  return found.slice(0, 2);
}

function mutations(from: readonly Buffer[], count: number): Buffer[] {
  const change = fc.record({
    at: fc.nat(),
    kind: fc.constantFrom('byte', 'bit', 'digit', 'cut', 'end', 'repeat'),
    value: fc.integer({ min: 0, max: 255 }),
  });
  const arbitrary = fc.tuple(fc.constantFrom(...from), fc.array(change, { minLength: 1, maxLength: 3 }));
  return fc.sample(arbitrary, { numRuns: count, seed: 20 }).map(([seed, changes]) => changes.reduce(changed, seed));
}

function changed(archive: Buffer, { at, kind, value }: { at: number; kind: string; value: number }): Buffer {
  if (archive.length === 0) return archive;
  const made = Buffer.from(archive);
  // Most of an archive is zeros: the first blocks are where things are said.
  const place = at % Math.min(made.length, at % 3 === 0 ? made.length : 1024);
  if (kind === 'cut')
    return Buffer.concat([made.subarray(0, place), made.subarray(place + (value % 2 === 0 ? 1 : 512))]);
  if (kind === 'end') return made.subarray(0, place);
  if (kind === 'repeat') return Buffer.concat([made.subarray(0, place - (place % 512)), made]);
  made[place] = kind === 'bit' ? made[place]! ^ (1 << (value % 8)) : kind === 'digit' ? 0x30 + (value % 10) : value;
  return made;
}

/** Puts the right checksum into every block that looks like a header. */
function withChecksums(archive: Buffer): Buffer {
  const made = Buffer.from(archive);
  for (let at = 0; at + 512 <= made.length; at += 512) {
    const block = made.subarray(at, at + 512);
    if (!block.toString('latin1', 257, 262).startsWith('ustar')) continue;
    block.fill(' ', 148, 156);
    const sum = block.reduce((total, byte) => total + byte, 0);
    block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  }
  return made;
}
