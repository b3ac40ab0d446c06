import { Kysely, PostgresDialect, sql } from 'kysely';
import type { PostgresConnection } from './settings.ts';
import type { Database, Tables } from './tables.ts';

/** Whole numbers of 64 bits: ours stay below 2^53, so numbers hold them. */
const int8 = 20;

/**
 * Opens a pool on a PostgreSQL server. The tables are in a schema of their own, made where it is not there.
 * @param statementMilliseconds longest time of one statement
 * @param lockMilliseconds longest wait for a lock
 */
export async function openPostgres(
  connection: PostgresConnection,
  options: { schema: string; statementMilliseconds: number; lockMilliseconds: number },
): Promise<Database> {
  const { default: pg } = await import('pg');
  const { schema, statementMilliseconds, lockMilliseconds } = options;
  const pool = new pg.Pool({
    ...connection,
    connectionTimeoutMillis: 10_000,
    options: [
      `-c search_path=${schema}`,
      `-c statement_timeout=${statementMilliseconds}`,
      `-c lock_timeout=${lockMilliseconds}`,
      '-c idle_in_transaction_session_timeout=600000',
      '-c synchronous_commit=on',
    ].join(' '),
    types: {
      getTypeParser: (id: number, format: 'text' | 'binary') =>
        id === int8 ? (text: string) => Number(text) : pg.types.getTypeParser(id, format as 'text'),
    } as never,
  });
  // A connection that breaks while nobody uses it: the next query opens another one.
  pool.on('error', () => undefined);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    const there = await sql`select 1 from pg_namespace where nspname = ${schema}`.execute(db);
    // Two that start at once may both find nothing.
    if (there.rows.length === 0) await makeSchema(db, schema);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  return { engine: 'postgres', db };
}

async function makeSchema(db: Kysely<Tables>, schema: string): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(hashtext(${`plimsoll ${schema}`}))`.execute(transaction);
    await sql`create schema if not exists ${sql.id(schema)}`.execute(transaction);
  });
}
