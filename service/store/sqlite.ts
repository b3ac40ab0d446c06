import fs from 'node:fs/promises';
import path from 'node:path';
import { Kysely } from 'kysely';
import { makeFolder } from './folders.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import type { Database, Tables } from './tables.ts';

/**
 * Opens a SQLite file, made where it is not there: readable by its owner only, in a folder of its owner only.
 * Every commit is on the disk before it is answered.
 */
export async function openSqlite(file: string, busyMilliseconds: number): Promise<Database> {
  const { DatabaseSync } = await import('node:sqlite');
  await makeFolder(path.dirname(file));
  // The files beside it (-wal, -shm) get the mode of this one.
  await (await fs.open(file, 'a', 0o600)).close();
  const database = new DatabaseSync(file, { timeout: busyMilliseconds, enableForeignKeyConstraints: true });
  try {
    database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 0;');
  } catch (error) {
    database.close();
    throw error;
  }
  return { engine: 'sqlite', db: new Kysely<Tables>({ dialect: sqliteDialect(database, busyMilliseconds) }) };
}
