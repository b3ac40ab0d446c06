import { existsSync } from 'node:fs';
import { limitsWith, PlimsollError } from '../engine/index.ts';
import { loadConfiguration, openStore, type Store, type StoredRun, sqliteFile } from '../service/index.ts';
import { type Call, textOption } from './definition.ts';

/**
 * Opens the store of the configuration, does some work with it and closes it.
 * @param purpose `read` makes no store where there is none
 */
export async function withStore<T>(
  call: Call,
  purpose: 'read' | 'write',
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const { configuration, folder } = await loadConfiguration(call.workingFolder, textOption(call, 'config'));
  const settings = configuration.store ?? {};
  const file = sqliteFile(settings, folder);
  if (purpose === 'read' && settings.postgres === undefined && !existsSync(file)) {
    throw new PlimsollError('not-found', `there is no store at ${file}: no run was recorded yet`, {
      next: 'Record one: plimsoll audit --stream NAME, or name another store in plimsoll.yaml.',
    });
  }
  const overrides = Object.entries(configuration.limits ?? {}).filter(([, value]) => value !== undefined);
  const store = await openStore(settings, {
    folder,
    environment: call.environment,
    clock: () => new Date(),
    limits: limitsWith(Object.fromEntries(overrides)),
  });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/**
 * A run by its id; `latest` is the last finished one that is no rerun, `previous` the one before it in its stream.
 * @throws PlimsollError `not-found`
 */
export async function findRun(store: Store, named: string): Promise<StoredRun> {
  if (named !== 'latest' && named !== 'previous') {
    const run = await store.runs.get(named);
    if (run !== null) return run;
    throw new PlimsollError('not-found', `the store has no run ${named}`, { next: 'See plimsoll runs list.' });
  }
  const latest = await latestRun(store);
  if (named === 'latest') return latest;
  const before = await store.runs.previous(latest.stream, latest.startedAt);
  if (before !== null) return before;
  throw new PlimsollError('not-found', `there is no run before ${latest.id} in the stream ${latest.stream}`);
}

async function latestRun(store: Store): Promise<StoredRun> {
  for (let before: string | undefined; ; ) {
    const page = await store.runs.list({ state: 'finished', limit: 50, ...(before === undefined ? {} : { before }) });
    const found = page.find(({ rerunOf }) => rerunOf === null);
    if (found !== undefined) return found;
    if (page.length === 0) throw new PlimsollError('not-found', 'no run has finished yet');
    before = page.at(-1)!.id;
  }
}
