import { createReadStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { compareText, type RunRecord } from '../../engine/index.ts';
import { snapshotName } from '../resources.ts';
import type { Artifact, ArtifactStore } from '../store/index.ts';

export type NewArtifact = Omit<Artifact, 'run' | 'prunedAt'>;

/** Puts every file of a finished folder into the store, by name. */
export async function storeFiles(store: Pick<ArtifactStore, 'put'>, folder: string): Promise<NewArtifact[]> {
  const names = (await fs.readdir(folder)).filter((name) => !name.startsWith('.')).toSorted(compareText);
  const artifacts: NewArtifact[] = [];
  for (const name of names) {
    artifacts.push({ name, kind: kindOf(name), ...(await store.put(createReadStream(path.join(folder, name)))) });
  }
  return artifacts;
}

function kindOf(name: string): Artifact['kind'] {
  if (name === snapshotName) return 'snapshot';
  if (name === 'run.json') return 'run';
  // Lists that were too long for result.json stand beside it.
  return name === 'result.json' || name.endsWith('.ndjson') ? 'result' : 'report';
}

export interface RunFile {
  name: string;
  mediaType: string;
  bytes: Uint8Array;
}

const mediaTypes: Readonly<Record<string, string>> = {
  html: 'text/html',
  pdf: 'application/pdf',
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  csv: 'text/csv',
  xml: 'application/xml',
};

/** The files of a report that can go out with it: what the run wrote, but not the snapshot. */
export async function filesToSend(folder: string, record: RunRecord): Promise<RunFile[]> {
  const files: RunFile[] = [];
  for (const { name } of record.files) {
    const bytes = await fs.readFile(path.join(folder, name));
    files.push({ name, mediaType: mediaTypes[path.extname(name).slice(1)] ?? 'application/octet-stream', bytes });
  }
  return files;
}
