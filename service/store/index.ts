/** The door of the store. What it needs of databases loads when a store is opened, so that other commands stay quick. */
import type { Store } from './contract.ts';
import type { StoreContext, StoreSettings } from './settings.ts';

export { changedInputs } from './changed-inputs.ts';
export type * from './contract.ts';
export { newRunId } from './identity.ts';
export { type RunOutput, readRunResult, saveArtifact, storeRun } from './record.ts';
export { pruneStore, type RetentionPolicy, retentionCutoffs } from './retention.ts';
export { postgresConnection, type StoreContext, type StoreSettings, sqliteFile, stateFolder } from './settings.ts';
export { runSummary } from './summary.ts';

/**
 * Opens the store of the configuration: a SQLite file, or a PostgreSQL server where one is named. It is made and
 * migrated where needed, and content that nothing names any more is swept.
 * @throws PlimsollError `store-failed`, `store-corrupt`, `store-version`, `secret-unreadable`
 */
export async function openStore(settings: StoreSettings, context: StoreContext): Promise<Store> {
  return (await import('./open.ts')).openStore(settings, context);
}
