import { createReadStream } from 'node:fs';
import { type FinishedRun, newRunId, operatorName, type Store, storeRun } from '../service/index.ts';
import type { Call } from './definition.ts';
import { withStore } from './run-store.ts';

/** Where a run goes in the store. */
export interface Recording {
  stream: string;
  /** Run whose snapshot is judged again. */
  rerunOf?: string;
  /** Paths of snapshots that were judged and are no file of the run: kept with it, so that it can be judged again. */
  snapshots?: readonly string[];
}

/** Runs with the store open: it is tried before anything is collected, and has the run whole or as failed. */
export async function recordRun(
  call: Call,
  recording: Recording,
  run: () => Promise<FinishedRun>,
): Promise<FinishedRun> {
  return withStore(call, 'write', (store) => recordIn(store, call, recording, run));
}

/** The same in a store that is open. */
export async function recordIn(
  store: Store,
  call: Call,
  { stream, rerunOf, snapshots = [] }: Recording,
  run: () => Promise<FinishedRun>,
): Promise<FinishedRun> {
  const started = new Date();
  const id = newRunId(started);
  const now = () => new Date().toISOString();
  await store.runs.begin({
    ...{ id, stream, schedule: null, slotAt: null, startedAt: started.toISOString(), rerunOf: rerunOf ?? null },
  });
  try {
    const finished = await run();
    const { output, result, run: record } = finished;
    const artifacts = await putSnapshots(store, snapshots);
    await storeRun(store, { id, folder: output.final, result, record, finishedAt: now(), artifacts });
    call.terminal.say(`Recorded  run ${id} in stream ${stream}`);
    return finished;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    // What went wrong first is what people must see.
    await store.runs.fail(id, now(), reason, call.signal.aborted ? 'cancelled' : 'failed').catch(() => undefined);
    throw error;
  }
}

async function putSnapshots(store: Store, files: readonly string[]) {
  const artifacts = [];
  for (const [index, file] of files.entries()) {
    const put = await store.artifacts.put(createReadStream(file));
    artifacts.push({ name: `snapshots/${index + 1}.ndjson.zst`, kind: 'snapshot' as const, ...put });
  }
  return artifacts;
}

/** Notes in the audit log of the store what a person did. */
export async function note(store: Store, call: Call, action: string, subject: string, detail: object): Promise<void> {
  const who = operatorName(call.environment) ?? 'unknown';
  await store.audit.add({ at: new Date().toISOString(), who, action, subject, detail: { ...detail } });
}
