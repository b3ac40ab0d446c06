/** Damage that only one of the checks can see, in databases made for it. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, test } from 'vitest';
import { readRpmDatabase } from '../../../../collectors/packages/os/rpm/database.ts';
import { findOnPath, skipUnless } from '../../../support/real-parts.ts';
import { fullBudget } from './catalogue.ts';
import { makeBdb, rpmHeader } from './rpm-databases.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'plimsoll-rpm-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pageSize = 4096;
const read = (bytes: Uint8Array) => readRpmDatabase(bytes, { log: null, journal: null }, fullBudget());

function header(index: number, padding: number): Buffer {
  return rpmHeader({ 1000: `p${index}`, 1001: '1', 1002: '1', 1004: 'x'.repeat(padding) });
}

function manyHeaders(padding: number): Map<number, Uint8Array> {
  return new Map(Array.from({ length: 60 }, (_, index) => [index + 1, header(index, padding)]));
}

/** The database without its last page that has pairs. */
function withoutBucket(bytes: Buffer): Buffer {
  const pages = Array.from({ length: bytes.length / pageSize }, (_, page) => page * pageSize);
  const isFilled = (page: number) => [2, 13].includes(bytes[page + 25] ?? 0) && bytes.readUInt16LE(page + 20) > 0;
  const bucket = pages.findLast(isFilled) ?? 0;
  return Buffer.from(bytes).fill(0, bucket, bucket + pageSize);
}

describe('Berkeley DB', skipUnless(findOnPath('db5.3_load'), 'db5.3_load (Debian: db5.3-util)'), () => {
  test('small packages that a lost page held are missed by their count', async () => {
    const whole = makeBdb(folder, manyHeaders(100), pageSize);
    expect(await read(whole)).toMatchObject({ headers: 60, corrupt: null });
    expect((await read(withoutBucket(whole))).corrupt).toMatch(/^it has \d+ of 61 entries$/);
  });

  test('large packages that a lost page named are found without a name, whatever the count says', async () => {
    const lost = withoutBucket(makeBdb(folder, manyHeaders(5000), pageSize));
    lost.writeUInt32LE(0, 88);
    expect((await read(lost)).corrupt).toMatch(/^page \d+ belongs to no package$/);
  });
});

describe('SQLite', () => {
  function database(sql: string, blobs: readonly Uint8Array[]): Buffer {
    const file = path.join(folder, 'made.sqlite');
    rmSync(file, { force: true });
    const made = new DatabaseSync(file);
    made.exec(sql);
    const insert = blobs.length === 0 ? null : made.prepare('INSERT INTO Packages (blob) VALUES (?)');
    for (const blob of blobs) insert?.run(blob);
    made.close();
    return readFileSync(file);
  }
  const table = 'CREATE TABLE Packages (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)';

  test('two packages that share their pages are damage, so that a small file cannot become large', async () => {
    const blobs = [header(1, 9000), header(2, 9000)];
    const whole = database(table, blobs);
    expect(await read(whole)).toMatchObject({ headers: 2, corrupt: null });
    // The part of a row that is in the tree ends with the number of the page where it goes on.
    const pointers = [1, 2].map((index) => {
      const start = whole.indexOf(header(index, 9000).subarray(0, 100));
      let end = start + 100;
      while (whole[end] !== 0x78) end++;
      while (whole[end] === 0x78) end++;
      return end;
    });
    whole.writeUInt32BE(whole.readUInt32BE(pointers[0]), pointers[1]);
    expect((await read(whole)).corrupt).toBe('its pages are damaged');
  });

  test.each([
    [
      'a column that is computed',
      `CREATE TABLE Packages (hnum INTEGER PRIMARY KEY, blob BLOB AS (zeroblob(1000000000)))`,
    ],
    [
      'a check that computes',
      `CREATE TABLE Packages (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL CHECK (1))`,
    ],
    [
      'a view',
      `CREATE VIEW Packages AS WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n FROM x) SELECT n AS hnum, n AS blob FROM x`,
    ],
    ['another table', 'CREATE TABLE Other (hnum)'],
  ])('nothing is run that rpm did not make: %s', async (_, sql) => {
    expect((await read(database(sql, []))).corrupt).toBe('it has no table of packages as rpm makes it');
  });
});
