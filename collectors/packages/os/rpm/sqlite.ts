import { type Blobs, corrupt } from './blobs.ts';

const magic = 'SQLite format 3\0';

/** How rpm makes the table (rpm: lib/backend/sqlite.c). Any other form could run code of the database's maker. */
const packagesTable =
  /^CREATE TABLE ['"`]?Packages['"`]? ?\( ?hnum INTEGER PRIMARY KEY AUTOINCREMENT, ?blob BLOB NOT NULL ?\)$/i;
const nameTable =
  /^CREATE TABLE ['"`]?Name['"`]? ?\( ?key 'TEXT' NOT NULL, ?hnum INTEGER NOT NULL, ?idx INTEGER NOT NULL, ?FOREIGN KEY \(hnum\) REFERENCES 'Packages'\(hnum\) ?\)$/i;

/** Whether bytes are an SQLite database. */
export function isSqlite(bytes: Buffer): boolean {
  return bytes.toString('latin1', 0, magic.length) === magic;
}

/**
 * Reads the headers out of an SQLite database (`rpmdb.sqlite`). It is opened as a copy in memory, nothing of it is
 * trusted: only tables exactly as rpm makes them are read, after SQLite's own check of their pages. A package that the
 * index of names has and the table has not tells of a lost row.
 */
export async function readSqlite(bytes: Buffer, most: number): Promise<Blobs> {
  if (bytes.length < 100) return corrupt('its head is cut off');
  if (bytes.length < statedSize(bytes)) return corrupt('it is cut off');
  const { DatabaseSync } = await import('node:sqlite');
  // The mark of a write-ahead log asks for a file beside it, which memory has not; the caller has looked for one.
  const copy = Buffer.from(bytes);
  copy[18] = 1;
  copy[19] = 1;
  const database = new DatabaseSync(':memory:', { allowExtension: false });
  try {
    database.deserialize(copy);
    database.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA query_only = ON');
    if (!hasTable(database, 'Packages', packagesTable)) return corrupt('it has no table of packages as rpm makes it');
    const check = database.prepare(`PRAGMA quick_check('Packages')`).all();
    if (check.length !== 1 || check[0]?.['quick_check'] !== 'ok') return corrupt('its pages are damaged');
    if (hasTable(database, 'Name', nameTable) && lostRows(database) > 0)
      return corrupt('packages of its index are not in it');
    const blobs: Uint8Array[] = [];
    for (const row of database.prepare('SELECT blob FROM main.Packages ORDER BY hnum').iterate()) {
      const blob = row['blob'];
      if (!(blob instanceof Uint8Array)) return corrupt('a package is not binary');
      blobs.push(blob);
      if (blobs.length > most) break;
    }
    return { blobs, corrupt: null };
  } catch {
    return corrupt('SQLite cannot read it');
  } finally {
    database.close();
  }
}

/** Bytes that the head of the file speaks of; 0: it does not say (SQLite file format, "in-header database size"). */
function statedSize(bytes: Buffer): number {
  const pageSize = bytes.readUInt16BE(16);
  const trusted = bytes.readUInt32BE(24) === bytes.readUInt32BE(92);
  return trusted ? bytes.readUInt32BE(28) * (pageSize === 1 ? 65_536 : pageSize) : 0;
}

type Database = import('node:sqlite').DatabaseSync;

function hasTable(database: Database, name: string, form: RegExp): boolean {
  const rows = database.prepare('SELECT type, sql FROM main.sqlite_schema WHERE name = ?').all(name);
  const sql = rows.length === 1 && rows[0]?.['type'] === 'table' ? rows[0]['sql'] : null;
  return typeof sql === 'string' && sql.length < 1000 && form.test(sql.replace(/\s+/g, ' ').trim());
}

function lostRows(database: Database): number {
  const row = database
    .prepare('SELECT count(*) AS lost FROM main.Name WHERE hnum NOT IN (SELECT hnum FROM main.Packages)')
    .get();
  return Number(row?.['lost'] ?? 0);
}
