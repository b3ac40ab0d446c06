import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { PlimsollError, type Result } from '../engine/index.ts';
import {
  changedInputs,
  evaluateSnapshots,
  findCachedBundle,
  loadConfiguration,
  readRunResult,
  runSummary,
  type Store,
  type StoredRun,
  saveArtifact,
} from '../service/index.ts';
import { type Call, flagOption, listOption, textOption } from './definition.ts';
import { printRun } from './run-audit.ts';
import { runOptions } from './run-options.ts';
import { recordIn } from './run-record.ts';
import { findRun, withStore } from './run-store.ts';

/** `plimsoll runs rerun`: an old snapshot, judged again and recorded as a run of its own. */
export async function runRunsRerun(call: Call): Promise<number> {
  const [named = ''] = call.arguments;
  const given = await runOptions(call);
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'plimsoll-rerun-'));
  try {
    return await withStore(call, 'read', async (store) => {
      const old = await findRun(store, named);
      const options = { ...given, ...(await scheduleInputs(call, old)) };
      const snapshots = await saveSnapshots(store, old, folder);
      const before = flagOption(call, 'sameInputs') ? await readRunResult(store, old.id) : null;
      const bundles = before === null ? options.bundles : await sameBundles(call, before, options.bundles);
      const origin = old.rerunOf ?? old.id;
      const finished = await recordIn(
        store,
        call,
        { stream: `rerun ${origin}`, rerunOf: old.id, snapshots },
        async () => {
          const run = await evaluateSnapshots({
            ...options,
            ...{ bundles, snapshots },
            asOf: options.asOf ?? before?.asOf ?? null,
          });
          if (before !== null) requireSame(before, run.result);
          return run;
        },
      );
      return printRun(call, finished, options.settings);
    });
  } finally {
    await fs.rm(folder, { recursive: true, force: true });
  }
}

/** Bundles and profile of the schedule that made a run, where the command line names none. */
async function scheduleInputs(call: Call, run: StoredRun): Promise<{ bundles?: string[]; profile?: string }> {
  const { configuration, folder } = await loadConfiguration(call.workingFolder, textOption(call, 'config'));
  const schedule = configuration.schedules?.find(({ name }) => name === run.schedule);
  const { bundles, profile } = schedule ?? {};
  // A name stays a name; a path is meant from the folder of the configuration.
  const place = (each: string) => (/[/.]/.test(each) ? path.resolve(folder, each) : each);
  return {
    ...(bundles === undefined || listOption(call, 'bundle') !== undefined ? {} : { bundles: bundles.map(place) }),
    ...(profile === undefined || textOption(call, 'profile') !== undefined ? {} : { profile: place(profile) }),
  };
}

async function saveSnapshots(store: Store, run: StoredRun, folder: string): Promise<string[]> {
  const artifacts = (await store.artifacts.list(run.id)).filter(({ kind }) => kind === 'snapshot');
  if (artifacts.length === 0) {
    throw new PlimsollError('not-found', `the run ${run.id} has no snapshot in the store`, {
      next: 'Runs of plimsoll audit have one; those of plimsoll evaluate read files of yours.',
    });
  }
  const files = [];
  for (const [index, artifact] of artifacts.entries()) {
    const file = path.join(folder, `${index}-${path.basename(artifact.name)}`);
    await saveArtifact(store, artifact, file);
    files.push(file);
  }
  return files;
}

/** The bundles of a run from the cache, by their digests; where one is not there, today's are tried. */
async function sameBundles(call: Call, before: Result, today: readonly string[]): Promise<readonly string[]> {
  if (listOption(call, 'bundle') !== undefined) return today;
  const cached = await Promise.all(before.inputs.bundles.map(({ digest }) => findCachedBundle(digest)));
  const files = cached.filter((file) => file !== null);
  return files.length === cached.length ? files : today;
}

function requireSame(before: Result, after: Result): void {
  const changed = changedInputs(runSummary(before).inputs, runSummary(after).inputs);
  if (changed.length === 0) return;
  const names = changed.map(({ name }) => name).join(', ');
  throw new PlimsollError('not-found', `not all inputs of that run are here: ${names}`, {
    next: 'Name them with -b, -p, -w and --attestations, or leave out --same-inputs.',
  });
}
