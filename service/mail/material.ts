/** What a mail is composed from, read back from a finished run: from its folder, or from the store. */
import fs from 'node:fs/promises';
import path from 'node:path';
import { limitsWith, PlimsollError, type Result, RunRecord } from '../../engine/index.ts';
import { readResult } from '../result.ts';
import { readRunResult, type Store, type StoredRun } from '../store/index.ts';
import type { MailReport } from './contract.ts';
import { readArtifact } from './kept.ts';

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.pdf': 'application/pdf',
  '.json': 'application/json',
  '.csv': 'text/csv',
};

/** Media type of a file of a report, by its name. */
function mediaTypeOf(name: string): string {
  return mediaTypes[path.extname(name)] ?? 'application/octet-stream';
}

type Material = Pick<MailReport, 'runId' | 'schedule' | 'result' | 'record' | 'drift' | 'files'>;

/**
 * Reads the folder of a run by its result.json. What changed is not known there.
 * @throws PlimsollError `file-unreadable`, `result-invalid` and the others of reading a result
 */
export async function materialOfFolder(file: string, shownName: string): Promise<Material> {
  const result = await readResult(file, shownName);
  const folder = path.dirname(file);
  const record = await readRecord(path.join(folder, 'run.json'), result);
  const files: MailReport['files'] = [];
  for (const { name } of record.files) {
    if (path.basename(name) !== name) continue;
    const bytes = await fs.readFile(path.join(folder, name)).catch(() => null);
    if (bytes !== null) files.push({ name, mediaType: mediaTypeOf(name), bytes });
  }
  return { runId: path.basename(folder), schedule: null, result, record, drift: null, files };
}

/** A result that was copied without its run.json still has a mail; who ran it is then not known. */
async function readRecord(file: string, result: Result): Promise<RunRecord> {
  const text = await fs.readFile(file, 'utf8').catch(() => null);
  if (text !== null) {
    const read = RunRecord.safeParse(parseJson(text));
    if (read.success) return read.data;
    throw new PlimsollError('result-invalid', `${file} is not the run.json of a run`, { place: { file } });
  }
  return {
    run: '1-0-0',
    startedAt: result.createdAt,
    finishedAt: result.createdAt,
    machine: result.inputs.snapshots[0]?.machine ?? 'an unknown machine',
    operator: null,
    command: [],
    version: result.engine.version,
    exitCode: 0,
    exitReason: 'not known',
    durations: {},
    files: [],
    failedFormats: [],
    browser: null,
    notices: [],
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Reads a finished run from the store, with what changed.
 * @throws PlimsollError `not-found` where it has not finished, or its result was pruned
 */
export async function materialOfRun(store: Store, run: StoredRun): Promise<Material> {
  const record = await store.runs.record(run.id);
  if (record === null) {
    throw new PlimsollError('not-found', `the run ${run.id} has not finished`, { next: 'See plimsoll runs list.' });
  }
  const result = await readRunResult(store, run.id);
  const drift = await store.history.drift(run.id, limitsWith().storeDriftRows);
  const files: MailReport['files'] = [];
  for (const { name, kind, digest, prunedAt } of await store.artifacts.list(run.id)) {
    if (prunedAt !== null || !(kind === 'report' || name === 'result.json')) continue;
    files.push({ name, mediaType: mediaTypeOf(name), bytes: await readArtifact(store.artifacts, digest) });
  }
  return { runId: run.id, schedule: run.schedule, result, record, drift, files };
}
