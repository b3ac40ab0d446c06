/**
 * Kysely on node:sqlite: one connection, which callers take in turn. A lock that another connection holds is waited for
 * without holding up the process, since the other one may be in this very process.
 */

import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { setTimeout } from 'node:timers/promises';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';

/** Statements kept ready; those of bulk inserts of odd lengths would fill memory otherwise. */
const keptStatements = 200;

const busy = 5;
const pauses = { first: 1, longest: 50 };

/** @param busyMilliseconds longest wait for a lock */
export function sqliteDialect(database: DatabaseSync, busyMilliseconds: number): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => createDriver(database, busyMilliseconds),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  };
}

function createDriver(database: DatabaseSync, busyMilliseconds: number): Driver {
  const connection = createConnection(database, busyMilliseconds);
  const run = (text: string) => connection.executeQuery(CompiledQuery.raw(text)).then(() => undefined);
  const waiting: (() => void)[] = [];
  let taken = false;
  return {
    init: async () => undefined,
    async acquireConnection() {
      if (taken) await new Promise<void>((resolve) => waiting.push(resolve));
      taken = true;
      return connection;
    },
    async releaseConnection() {
      const next = waiting.shift();
      if (next === undefined) taken = false;
      else next();
    },
    // `immediate`: two writers that both began by reading could not both go on.
    beginTransaction: () => run('begin immediate'),
    commitTransaction: () => run('commit'),
    async rollbackTransaction() {
      // SQLite itself rolls back on a full disk.
      if (database.isTransaction) await run('rollback');
    },
    destroy: async () => database.close(),
  };
}

function createConnection(database: DatabaseSync, busyMilliseconds: number): DatabaseConnection {
  const statements = new Map<string, { statement: StatementSync; reads: boolean }>();
  function prepared(text: string): { statement: StatementSync; reads: boolean } {
    const kept = statements.get(text);
    if (kept !== undefined) return kept;
    const statement = database.prepare(text);
    const made = { statement, reads: statement.columns().length > 0 };
    if (statements.size >= keptStatements) statements.delete(statements.keys().next().value!);
    statements.set(text, made);
    return made;
  }
  /** Does it again while another holds the lock: a statement that met one has had no effect. */
  async function patiently<T>(work: () => T): Promise<T> {
    const deadline = performance.now() + busyMilliseconds;
    for (let pause = pauses.first; ; pause = Math.min(2 * pause, pauses.longest)) {
      try {
        return work();
      } catch (error) {
        const isBusy = ((error as { errcode?: number }).errcode ?? 0) % 256 === busy;
        if (!isBusy || performance.now() >= deadline) throw error;
      }
      await setTimeout(pause);
    }
  }

  return {
    executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
      return patiently(() => {
        const { statement, reads } = prepared(sql);
        const values = parameters as SQLInputValue[];
        if (reads) return { rows: statement.all(...values) as R[] };
        const { changes } = statement.run(...values);
        return { rows: [], numAffectedRows: BigInt(changes) };
      });
    },
    async *streamQuery() {
      yield await Promise.reject(new Error('streams of rows are not used'));
    },
  };
}
