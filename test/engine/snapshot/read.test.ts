import fs from 'node:fs/promises';
import path from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  kindNames,
  limitsWith,
  openSnapshot,
  openSnapshotFile,
  openSpools,
  snapshotVersion,
  writeSnapshot,
} from '../../../engine/index.ts';
import { openLineReader } from '../../../engine/snapshot/read-line.ts';
import { plainResource } from './resources.ts';
import { chunked, collect, endOf, headerOf, inFolder, linesOf, sealed, snapshotBytes } from './snapshots.ts';

const small = await snapshotBytes([
  [1, plainResource('swarm', 'swarm', { labels: { team: 'shop' } })],
  [1, plainResource('volume', 'volume/a')],
  [2, plainResource('volume', 'volume/😀')],
]);
const refusals = ['snapshot-truncated', 'snapshot-corrupt', 'snapshot-invalid', 'snapshot-version'];

async function codeOf(bytes: Uint8Array, size?: number): Promise<string> {
  try {
    const snapshot = await openSnapshot(chunked(bytes, size));
    await collect(snapshot.lines());
    return 'accepted';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

test.each([1, 7, 1000, 1 << 20])('a snapshot is read in chunks of %d bytes, plain and zstd', async (size) => {
  for (const bytes of [small, zstdCompressSync(small)]) {
    const snapshot = await openSnapshot(chunked(bytes, size));
    expect(snapshot.header).toEqual(headerOf(['web-01', 'web-02']));
    expect(snapshot.resourceCount).toBe(3);
    expect(await collect(snapshot.lines())).toEqual(linesOf(small).slice(1, -1));
    expect(sealed(linesOf(small)).toString()).toContain(snapshot.digest);
  }
});

test('a file is written under zstd, for its owner alone, and read back with every kind', async () => {
  await inFolder(async (folder) => {
    const file = path.join(folder, 's.ndjson.zst');
    const spools = openSpools({ folder, limits: limitsWith() });
    for (const kind of kindNames) await spools.add(1, plainResource(kind, kind));
    const header = headerOf(['web-01']);
    const written = await writeSnapshot({ header, end: endOf(header), spools, file });
    const snapshot = await openSnapshotFile(file);
    expect(written).toEqual({ digest: snapshot.digest, resources: kindNames.length });
    expect((await collect(snapshot.lines())).map((line) => JSON.parse(line).kind)).toEqual(kindNames);
    expect((await fs.stat(file)).mode & 0o777).toBe(0o600);
    await spools.close();
  });
});

test('a file that is not there is said so', async () => {
  await expect(openSnapshotFile('no/such/file')).rejects.toMatchObject({
    code: 'file-unreadable',
    place: { file: 'no/such/file' },
  });
});

test('a snapshot cut at any byte is truncated, plain and zstd', async () => {
  for (let length = 0; length < small.length; length += 1) {
    expect([length, await codeOf(small.subarray(0, length))]).toEqual([length, 'snapshot-truncated']);
  }
  const packed = zstdCompressSync(small);
  for (let length = 4; length < packed.length; length += 1) {
    expect([length, await codeOf(packed.subarray(0, length))]).toEqual([length, 'snapshot-truncated']);
  }
});

test('a snapshot with any bit turned is refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: small.length - 1 }), fc.nat({ max: 7 }), async (at, bit) => {
      const bytes = Buffer.from(small);
      bytes[at] = bytes[at]! ^ (1 << bit);
      expect(refusals).toContain(await codeOf(bytes));
    }),
    { numRuns: 1500 },
  );
});

test('packed bytes with any bit turned are refused or give the same snapshot', async () => {
  const { digest } = await openSnapshot(chunked(small));
  const packed = zstdCompressSync(small);
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: packed.length - 1 }), fc.nat({ max: 7 }), async (at, bit) => {
      const bytes = Buffer.from(packed);
      bytes[at] = bytes[at]! ^ (1 << bit);
      const read = await openSnapshot(chunked(bytes)).catch((error) => error);
      if (read instanceof Error) expect([...refusals, 'limit-reached']).toContain((read as { code?: string }).code);
      else expect(read.digest).toBe(digest);
    }),
    { numRuns: 500 },
  );
});

test('something behind the digest is refused', async () => {
  expect(refusals).toContain(await codeOf(Buffer.concat([small, Buffer.from('x')])));
  expect(refusals).toContain(await codeOf(Buffer.concat([small, small])));
});

test('what is no snapshot is said at its first line', async () => {
  for (const text of ['hello\n', '{"result":"1-0-0"}\n', '\n\n']) {
    await expect(openSnapshot(chunked(Buffer.from(text)), { file: 'x' })).rejects.toMatchObject({
      code: 'snapshot-invalid',
      place: { file: 'x', line: 1 },
    });
  }
});

test('another model is refused naming both, an addition is read', async () => {
  const lines = linesOf(small);
  const versioned = (version: string) => sealed([lines[0]!.replace(snapshotVersion, version), ...lines.slice(1)]);
  await expect(openSnapshot(chunked(versioned('2-0-0')))).rejects.toMatchObject({
    code: 'snapshot-version',
    message: `The snapshot has model 2-0-0, and this version reads ${snapshotVersion}.`,
  });
  expect(await codeOf(versioned('1-0-99'))).toBe('accepted');
  expect(await codeOf(versioned('1'))).toBe('snapshot-invalid');
});

test('a newer snapshot may have kinds and facts that are not known here: the kinds are passed over', async () => {
  const lines = linesOf(small);
  const changed = [
    lines[0]!.replace(snapshotVersion, '1-0-99'),
    '{"kind":"pod","key":"web-01/p","id":"p","name":"p","labels":{},"missing":{"x":"timeout"},"target":1,"x":1}',
    lines[1]!.replace(',"nodes":0', ',"nodes":0,"quorum":1'),
    ...lines.slice(2, -1),
    lines.at(-1)!.replace('"swarm":', '"pod":{"expected":1,"seen":1,"status":"complete"},"swarm":'),
  ];
  const snapshot = await openSnapshot(chunked(sealed(changed)));
  expect(snapshot.resourceCount).toBe(3);
  expect((await collect(snapshot.lines())).map((line) => JSON.parse(line).kind)).toEqual(['swarm', 'volume', 'volume']);
});

test('facts that an older snapshot could not have are listed as missing', () => {
  const line = linesOf(small)[1]!.replace('"managers":0,', '');
  const header = headerOf(['web-01']);
  const older = openLineReader(header, 'older', limitsWith());
  older.read(Buffer.from(line));
  const seen = JSON.parse(Buffer.from(older.pass(Buffer.from(line))!).toString());
  expect(seen.missing).toEqual({ managers: 'older-snapshot' });
  expect({ ...seen, missing: {} }).toEqual(JSON.parse(line));
  expect(() => openLineReader(header, 'same', limitsWith()).read(Buffer.from(line))).toThrow('has no managers');
});

test.each<[string, (lines: string[]) => string[]]>([
  ['a fact is neither present nor listed', (lines) => change(lines, 1, ',"nodes":0', '')],
  ['a fact is unknown', (lines) => change(lines, 1, ',"nodes":0', ',"nodes":0,"quorum":1')],
  ['a missing fact is unknown', (lines) => change(lines, 1, '"missing":{}', '"missing":{"quorum":"timeout"}')],
  ['a missing code is unknown', (lines) => change(lines, 1, '"missing":{}', '"missing":{"nodes":"forgotten"}')],
  ['a label is no text', (lines) => change(lines, 1, '"team":"shop"', '"team":1')],
  [
    'a head has another order',
    (lines) => change(lines, 1, '"id":"id-swarm","name":"swarm"', '"name":"swarm","id":"id-swarm"'),
  ],
  ['a head has white space', (lines) => change(lines, 1, '{"kind"', '{ "kind"')],
  ['a head says something twice', (lines) => change(lines, 1, '"name":"swarm"', '"name":"other","name":"swarm"')],
  ['lines are out of order', ([a, b, c, ...rest]) => [a!, c!, b!, ...rest]],
  ['a line is repeated', ([a, b, ...rest]) => [a!, b!, b!, ...rest]],
  ['a line was taken out', ([a, , ...rest]) => [a!, ...rest]],
  ['a kind does not exist', (lines) => change(lines, 1, '"kind":"swarm"', '"kind":"swarms"')],
  ['a target is not in the header', (lines) => change(lines, 3, '"target":2', '"target":3')],
  ['an empty line stands between', ([a, ...rest]) => [a!, '', ...rest]],
  ['the end is missing', (lines) => lines.slice(0, -1)],
  ['the end comes twice', (lines) => [...lines, lines.at(-1)!]],
  [
    'the end claims completeness',
    (lines) =>
      change(lines, 4, '"expected":1,"seen":1,"status":"partial"', '"expected":2,"seen":1,"status":"complete"'),
  ],
  ['the end does not name a target', (lines) => change(lines, 4, '"id":2', '"id":3')],
  ['the header has an unknown member', (lines) => change(lines, 0, '"machine":null', '"machine":null,"more":1')],
  ['the header says a member twice', (lines) => change(lines, 0, '"machine":null', '"machine":1,"machine":null')],
])('with a digest that fits it is still refused when %s', async (_, edit) => {
  const lines = linesOf(small);
  const changed = edit(lines);
  expect(changed).not.toEqual(lines);
  const error = await openSnapshot(chunked(sealed(changed)), { file: 's' }).catch((thrown) => thrown);
  expect(error).toMatchObject({ code: 'snapshot-invalid', place: { file: 's' } });
  expect(await codeOf(sealed(lines))).toBe('accepted');
});

function change(lines: string[], index: number, from: string, to: string): string[] {
  return lines.map((line, at) => (at === index ? line.replace(from, to) : line));
}

test('the place names the line', async () => {
  const lines = change(linesOf(small), 2, '"driver":"text",', '');
  await expect(openSnapshot(chunked(sealed(lines)), { file: 's' })).rejects.toMatchObject({
    message: 'web-01/volume/a has no driver.',
    place: { file: 's', line: 3 },
  });
});

test('a line is refused where it stands, whatever the end says', () => {
  const line = Buffer.from(linesOf(small)[1]!);
  const open = () => openLineReader(headerOf(['web-01']), 'same', limitsWith());
  const reader = open();
  reader.read(line);
  expect(() => reader.read(line)).toThrow('web-01/swarm is out of order.');
  const strange = Buffer.from(line.toString().replace('"target":1', '"target":3'));
  expect(() => open().read(strange)).toThrow('Target 3 is not in the header.');
});

test('a line that is not UTF-8 is refused', async () => {
  const lines = linesOf(small).join('\n').replace('"text"', '"te@xt"');
  const bytes = Buffer.from(`${lines}\n`);
  bytes[bytes.indexOf('@')] = 0xff;
  const digest = (await import('../../../engine/index.ts')).digestOf(bytes);
  const error = await openSnapshot(chunked(Buffer.concat([bytes, Buffer.from(`{"digest":"${digest}"}\n`)]))).catch(
    (e) => e,
  );
  expect(error).toMatchObject({ code: 'snapshot-invalid', message: 'A line is not UTF-8.' });
});

test('mutated lines are never read as something else', async () => {
  const lines = linesOf(small);
  const mutation = fc.record({
    line: fc.integer({ min: 0, max: lines.length - 1 }),
    at: fc.nat(),
    remove: fc.integer({ min: 0, max: 4 }),
    insert: fc.constantFrom('', '"', ',', '}', '{', '0', ':', '\\', 'null', '"target":1', ',"target":1'),
  });
  await fc.assert(
    fc.asyncProperty(mutation, async ({ line, at, remove, insert }) => {
      const changed = lines.map((text, index) => {
        const start = at % (text.length + 1);
        return index === line ? text.slice(0, start) + insert + text.slice(start + remove) : text;
      });
      const snapshot = await openSnapshot(chunked(sealed(changed))).catch((error) => error);
      if (snapshot instanceof Error) {
        expect(refusals).toContain((snapshot as { code?: string }).code);
        return;
      }
      for (const each of await collect(snapshot.lines())) expect(JSON.stringify(JSON.parse(each))).toBe(each);
    }),
    { numRuns: 1500 },
  );
});

test('bytes that change between the two passes are noticed', async () => {
  const other = Buffer.from(small);
  other[other.indexOf('"text"') + 1] = 0x54;
  let pass = 0;
  const snapshot = await openSnapshot(() => {
    pass += 1;
    return chunked(pass === 1 ? small : other)();
  });
  await expect(collect(snapshot.lines())).rejects.toMatchObject({ code: 'snapshot-corrupt' });
});

test('a line beyond the limit is refused by the name of the limit, before it is read whole', async () => {
  let given = 0;
  async function* endless() {
    yield Buffer.from('{"snapshot":');
    for (; given < 1000; given += 1) yield Buffer.alloc(1000, 0x20);
  }
  const limits = limitsWith({ resourceLineBytes: 5000 });
  await expect(openSnapshot(endless, { limits })).rejects.toMatchObject({
    code: 'limit-reached',
    message: expect.stringContaining('resourceLineBytes'),
  });
  expect(given).toBeLessThan(10);
});
