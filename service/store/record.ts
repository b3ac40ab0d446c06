import { createReadStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import {
  compareText,
  limitTable,
  PlimsollError,
  parseResult,
  type Result,
  type RunRecord,
} from '../../engine/index.ts';
import type { Artifact, Delivery, FinishedStoredRun, Store } from './contract.ts';
import { runSummary } from './summary.ts';

/** What a run left behind. */
export interface RunOutput {
  id: string;
  /** Folder of its files, whole. */
  folder: string;
  result: Result;
  record: RunRecord;
  finishedAt: string;
  deliveries?: Delivery[];
  /** Artifacts that are no files of the folder and were put before: mails, logs. */
  artifacts?: Omit<Artifact, 'run' | 'prunedAt'>[];
}

const kinds: Record<string, Artifact['kind']> = {
  'result.json': 'result',
  'resources.ndjson': 'result',
  'outcomes.ndjson': 'result',
  'snapshot.ndjson.zst': 'snapshot',
  'run.json': 'run',
};

/** Puts every file of a run into the store. A mail can be composed between this and `finish`. */
export async function putOutput(store: Store, folder: string): Promise<FinishedStoredRun['artifacts']> {
  const entries = await fs.readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries
    .filter((entry) => entry.isFile() && entry.name !== '.gitignore')
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort(compareText);
  const artifacts = [];
  for (const name of files) {
    const put = await store.artifacts.put(createReadStream(path.join(folder, name)));
    artifacts.push({ name, kind: kinds[name] ?? ('report' as const), ...put });
  }
  return artifacts;
}

/** Ends a run that was begun with everything in its folder. */
export async function storeRun(store: Store, output: RunOutput): Promise<void> {
  const { id, folder, result, record, finishedAt, deliveries = [], artifacts = [] } = output;
  const files = await putOutput(store, folder);
  const digest = files.find(({ name }) => name === 'result.json')?.digest;
  if (digest === undefined) throw new PlimsollError('internal', `the run ${id} has no result.json`);
  await store.runs.finish({
    ...{ id, finishedAt, record, result, resultDigest: digest, summary: runSummary(result), deliveries },
    artifacts: [...files, ...artifacts],
  });
}

/**
 * The result of a stored run, whole.
 * @throws PlimsollError `not-found` where retention removed it or the run has none, `limit-reached`, `store-corrupt`
 */
export async function readRunResult(store: Store, run: string): Promise<Result> {
  const files = (await store.artifacts.list(run)).filter(({ kind }) => kind === 'result');
  const main = files.find(({ name }) => name === 'result.json');
  if (main === undefined) throw new PlimsollError('not-found', `the run ${run} has no result`);
  const texts = new Map<string, Buffer>();
  for (const file of files) texts.set(file.name, await readArtifact(store, file));
  return parseResult(texts.get(main.name)!.toString('utf8'), {
    file: `result.json of run ${run}`,
    sibling: (name) => texts.get(name) ?? missing(run, name),
  });
}

/** Writes an artifact into a file. */
export async function saveArtifact(store: Store, artifact: Artifact, file: string): Promise<void> {
  requireContent(artifact);
  await fs.writeFile(file, await store.artifacts.open(artifact.digest), { mode: 0o600 });
}

async function readArtifact(store: Store, artifact: Artifact): Promise<Buffer> {
  requireContent(artifact);
  const limit = limitTable.resultFileBytes.value;
  if (artifact.bytes > limit) {
    throw new PlimsollError('limit-reached', `${artifact.name} is longer than the limit resultFileBytes (${limit})`);
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of await store.artifacts.open(artifact.digest)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function requireContent({ run, name, prunedAt }: Artifact): void {
  if (prunedAt === null) return;
  throw new PlimsollError('not-found', `${name} of run ${run} was removed by retention on ${prunedAt}`, {
    next: 'Only its row is left, as evidence that it existed.',
  });
}

function missing(run: string, name: string): never {
  throw new PlimsollError('not-found', `the run ${run} has no ${name}`);
}
