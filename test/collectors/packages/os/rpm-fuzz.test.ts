/** Damage of any kind: never a crash or a hang, and never some packages given as all. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Companions, readRpmDatabase } from '../../../../collectors/packages/os/rpm/database.ts';
import { readHeader } from '../../../../collectors/packages/os/rpm/header.ts';
import { readRpmPackages } from '../../../../collectors/packages/os/rpm/package.ts';
import { findOnPath, skipUnless } from '../../../support/real-parts.ts';
import { fullBudget } from './catalogue.ts';
import { blobsOf, makeBdb, makeNdb, makeSqlite } from './rpm-databases.ts';

const readDatabase = (bytes: Uint8Array, companions: Companions = { log: null, journal: null }) =>
  readRpmDatabase(bytes, companions, fullBudget());
const tools = ['rpm', 'rpmbuild', 'db5.3_load'].every((name) => findOnPath(name) !== null);

type Damage =
  | { kind: 'bytes'; at: number[]; value: number }
  | { kind: 'zero'; at: number; length: number }
  | { kind: 'cut'; at: number };

/** Places are parts of the whole, in millionths, so that they fit every database. */
const place = fc.integer({ min: 0, max: 999_999 });
const damage: fc.Arbitrary<Damage> = fc.oneof(
  fc.record({
    kind: fc.constant('bytes' as const),
    at: fc.array(place, { minLength: 1, maxLength: 3 }),
    value: fc.integer({ min: 0, max: 255 }),
  }),
  fc.record({ kind: fc.constant('zero' as const), at: place, length: fc.constantFrom(1, 16, 512, 4096, 20_000) }),
  fc.record({ kind: fc.constant('cut' as const), at: place }),
);

function damaged(bytes: Buffer, how: Damage): Buffer {
  const at = (part: number) => Math.floor((part / 1_000_000) * bytes.length);
  if (how.kind === 'cut') return bytes.subarray(0, at(how.at));
  const copy = Buffer.from(bytes);
  if (how.kind === 'zero') return copy.fill(0, at(how.at), Math.min(at(how.at) + how.length, bytes.length));
  for (const part of how.at) copy[at(part)] = how.value;
  return copy;
}

describe('damaged databases', skipUnless(tools, 'rpm, rpmbuild and db5.3_load (Debian: rpm, db5.3-util)'), () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-rpm-'));
  let forms: Record<string, Buffer>;
  let whole: string;
  let blobs: Map<number, Uint8Array>;

  beforeAll(async () => {
    const file = makeSqlite(folder, 12);
    blobs = blobsOf(file);
    forms = { sqlite: readFileSync(file), bdb: makeBdb(folder, blobs), ndb: makeNdb(blobs) };
    whole = await listed(forms['sqlite']!);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(['sqlite', 'bdb', 'ndb'])('%s: corrupt, or all its packages', async (form) => {
    let corrupt = 0;
    await fc.assert(
      fc.asyncProperty(damage, async (how) => {
        const bytes = damaged(forms[form]!, how);
        const read = await readDatabase(bytes);
        if (read.corrupt === null) expect(await listed(bytes)).toBe(whole);
        else corrupt++;
      }),
      { seed: 20_260, numRuns: 1500 },
    );
    expect(corrupt).toBeGreaterThan(300);
  });

  test('a damaged header is refused, or gives a package', () => {
    const blob = Buffer.from(blobs.get(1)!);
    fc.assert(
      fc.property(damage, (how) => {
        const bytes = damaged(blob, how);
        const { packages, corrupt } = readRpmPackages([bytes], fullBudget());
        expect(packages.length + (corrupt === null ? 0 : 1)).toBe(1);
      }),
      { seed: 20_261, numRuns: 5000 },
    );
  });
});

async function listed(bytes: Buffer): Promise<string> {
  const { packages } = await readDatabase(bytes);
  return JSON.stringify(packages.map((found) => JSON.stringify(found)).sort());
}

test('anything that begins like a database is refused without a crash', async () => {
  const sqlite = Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.from('1000010100402020', 'hex')]);
  const ndb = Buffer.concat([Buffer.from('RpmP'), Buffer.alloc(8), Buffer.from([1, 0, 0, 0])]);
  const bdb = Buffer.alloc(512);
  bdb.writeUInt32LE(0x061561, 12);
  bdb.writeUInt32LE(9, 16);
  bdb.writeUInt32LE(512, 20);
  bdb[25] = 8;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(sqlite, ndb, bdb), fc.uint8Array({ maxLength: 6000 }), async (head, tail) => {
      const { packages } = await readDatabase(Buffer.concat([head, tail]));
      expect(packages).toEqual([]);
    }),
    { seed: 20_262, numRuns: 600 },
  );
});

test('a chain of pages that leads back to itself ends', async () => {
  const page = 512;
  const bytes = Buffer.alloc(page * 3);
  bytes.writeUInt32LE(0x061561, 12);
  bytes.writeUInt32LE(9, 16);
  bytes.writeUInt32LE(page, 20);
  bytes[25] = 8;
  bytes.writeUInt32LE(2, 32);
  bytes.writeUInt32LE(1, page + 8);
  bytes.writeUInt16LE(2, page + 20);
  bytes[page + 25] = 13;
  bytes.writeUInt16LE(500, page + 26);
  bytes.writeUInt16LE(480, page + 28);
  bytes.fill(1, page + 500, page + 505);
  bytes.writeUInt16LE(507, page + 26);
  bytes[page + 507] = 1;
  bytes.writeUInt16LE(495, page + 28);
  bytes[page + 495] = 3;
  bytes.writeUInt32LE(2, page + 499);
  bytes.writeUInt32LE(1000, page + 503);
  bytes.writeUInt32LE(2, page * 2 + 8);
  bytes.writeUInt32LE(2, page * 2 + 16);
  bytes.writeUInt16LE(400, page * 2 + 22);
  bytes[page * 2 + 25] = 7;
  expect((await readDatabase(bytes)).corrupt).toBe('page 1: an entry is damaged');
});

test('counts that speak of more than there is are refused before anything is made', () => {
  const header = (entries: number, size: number, ...index: number[][]) => {
    const words = [entries, size, ...index.flat()];
    const bytes = Buffer.alloc(words.length * 4 + 32);
    for (const [position, word] of words.entries()) bytes.writeUInt32BE(word, position * 4);
    return readHeader(bytes);
  };
  const answers = [
    header(0xffff_ffff, 32),
    header(0, 32),
    header(1, 0xffff_ffff, [1000, 6, 0, 1]),
    header(1, 32, [1000, 6, 0, 0xffff_ffff]),
    header(1, 32, [1000, 6, 0xffff_fff0, 1]),
    header(1, 32, [1000, 4, 4, 8]),
    header(1, 32, [1000, 99, 0, 1]),
    header(1, 33, [1000, 6, 0, 1]),
    readHeader(new Uint8Array(3)),
  ];
  expect(answers.map((answer) => (answer.ok ? 'read' : answer.why))).toEqual([
    'a header has no valid size',
    'a header has no valid size',
    'a header has no valid size',
    'entry 1000 of a header lies outside of it',
    'entry 1000 of a header lies outside of it',
    'entry 1000 of a header lies outside of it',
    'entry 1000 of a header lies outside of it',
    'a header is cut off',
    'a header is cut off',
  ]);
});
