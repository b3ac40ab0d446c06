import { sql } from 'kysely';
import { PlimsollError } from '../../engine/index.ts';
import { migrations } from './migrations/index.ts';
import type { Database, Engine, Queries } from './tables.ts';

/**
 * Brings the tables to this version in one transaction, under a lock: of two that start at once, one waits.
 * @throws PlimsollError `store-version` where a newer program made them
 */
export async function migrate({ engine, db }: Database): Promise<void> {
  // Most starts find nothing to do, and must not wait for a writer.
  if ((await versionOf(engine, db)) === migrations.length) return;
  await db.transaction().execute(async (transaction) => {
    if (engine === 'postgres') {
      await sql`select pg_advisory_xact_lock(hashtext('plimsoll migrations'))`.execute(transaction);
    }
    await sql`create table if not exists plimsoll_version (number integer not null)`.execute(transaction);
    const done = (await versionOf(engine, transaction)) ?? 0;
    if (done > migrations.length) throw tooNew(done);
    for (const statements of migrations.slice(done)) {
      for (const statement of statements(engine)) await sql.raw(statement).execute(transaction);
    }
    await sql`delete from plimsoll_version`.execute(transaction);
    await sql`insert into plimsoll_version (number) values (${migrations.length})`.execute(transaction);
  });
}

/** The number of the last migration; null: none yet. */
async function versionOf(engine: Engine, db: Queries): Promise<number | null> {
  const known =
    engine === 'postgres'
      ? sql<{
          name: string;
        }>`select name from (select to_regclass('plimsoll_version') as name) as t where name is not null`
      : sql<{ name: string }>`select name from sqlite_master where type = 'table' and name = 'plimsoll_version'`;
  if ((await known.execute(db)).rows.length === 0) return null;
  const { rows } = await sql<{ number: number }>`select number from plimsoll_version`.execute(db);
  return rows[0]?.number ?? null;
}

function tooNew(version: number): PlimsollError {
  return new PlimsollError(
    'store-version',
    `the store has tables of version ${version}, and this program knows ${migrations.length}`,
  );
}
