import path from 'node:path';
import { fileContents } from './artifact-files.ts';
import { rowContents } from './artifact-rows.ts';
import { createArtifacts } from './artifacts.ts';
import { createAudit } from './audit.ts';
import { checkDatabase } from './check.ts';
import type { Store } from './contract.ts';
import { createDeliveries } from './deliveries.ts';
import { guarded, storeFailure } from './failures.ts';
import { createHistory } from './history.ts';
import { createJobs } from './jobs.ts';
import { migrate } from './migrate.ts';
import { openPostgres } from './postgres.ts';
import { createRuns } from './runs.ts';
import {
  limitsOf,
  postgresConnection,
  type StoreContext,
  type StoreSettings,
  sqliteFile,
  stateFolder,
} from './settings.ts';
import { createSlots } from './slots.ts';
import { openSqlite } from './sqlite.ts';
import type { Database } from './tables.ts';

/** As `openStore` of index.ts. */
export async function openStore(settings: StoreSettings, context: StoreContext): Promise<Store> {
  const { postgres } = settings;
  const file = sqliteFile(settings, context.folder);
  const what = postgres === undefined ? file : `${postgres.database} on ${postgres.host}:${postgres.port}`;
  let database: Database | null = null;
  try {
    database = await openDatabase(settings, context);
    await migrate(database);
    const now = () => context.clock().toISOString();
    const folder = path.join(stateFolder(settings, context.folder), 'artifacts');
    const contents = database.engine === 'sqlite' ? fileContents(folder, now) : rowContents(database, now);
    const artifacts = createArtifacts(database, contents, now);
    await artifacts.sweep();
    const { db } = database;
    const { sweep: _, ...published } = artifacts;
    return {
      engine: database.engine,
      runs: guarded(createRuns(database, contents), what),
      history: guarded(createHistory(database), what),
      slots: guarded(createSlots(database), what),
      deliveries: guarded(createDeliveries(database), what),
      jobs: guarded(createJobs(database), what),
      artifacts: guarded(published, what),
      audit: guarded(createAudit(database), what),
      ...guarded({ check: () => checkDatabase(database as Database, contents), close: () => db.destroy() }, what),
    };
  } catch (thrown) {
    await database?.db.destroy();
    throw storeFailure(thrown, what);
  }
}

async function openDatabase(settings: StoreSettings, context: StoreContext): Promise<Database> {
  const limits = limitsOf(context);
  if (settings.postgres === undefined) {
    return openSqlite(sqliteFile(settings, context.folder), limits.storeBusyMilliseconds);
  }
  return openPostgres(await postgresConnection(settings.postgres, context), {
    schema: settings.postgres.schema,
    statementMilliseconds: limits.storeStatementMilliseconds,
    lockMilliseconds: limits.storeBusyMilliseconds,
  });
}
