/** A copy of every report in a folder: one folder a run, there whole or not at all. */
import fs from 'node:fs/promises';
import path from 'node:path';
import { canonicalJson, PlimsollError } from '../../engine/index.ts';
import { reasonOf } from '../config/reason.ts';
import type { ArtifactStore, Delivery } from '../store/contract.ts';
import { redactedAnswer } from './answer.ts';
import type { TryResult } from './contract.ts';
import { readArtifact } from './kept.ts';

/** What a delivery to a folder keeps: which files, by digest. */
interface FolderContent {
  /** Name of the folder of this run. */
  name: string;
  files: { name: string; digest: string }[];
}

/** Names that stay inside a folder on every file system. */
const plainName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,120}$/;

/** `20261122T050000Z-01939f3a…`: sorts by time. */
export function folderName(finishedAt: string, run: string): string {
  const time = new Date(finishedAt)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-:]/g, '');
  return `${time}-${run.replace(/[^A-Za-z0-9-]/g, '')}`;
}

/** The bytes that are kept for such a delivery. */
export function folderContent(content: FolderContent): Uint8Array {
  return new TextEncoder().encode(canonicalJson(content));
}

/**
 * Writes the folder of a run. One that is there with the same files counts as delivered: an earlier try wrote it and
 * its end was lost.
 */
export async function deliverToFolder(
  parent: string,
  delivery: Pick<Delivery, 'id'>,
  bytes: Uint8Array,
  artifacts: Pick<ArtifactStore, 'open'>,
): Promise<TryResult> {
  const { name, files } = JSON.parse(Buffer.from(bytes).toString('utf8')) as FolderContent;
  if (![name, ...files.map((file) => file.name)].every((each) => plainName.test(each))) {
    return { outcome: 'never', answer: 'a name in it is no plain file name' };
  }
  const final = path.join(parent, name);
  const staging = path.join(parent, `.unfinished-${delivery.id}`);
  try {
    await fs.mkdir(parent, { recursive: true, mode: 0o700 });
    if (await holds(final, files, artifacts)) return { outcome: 'accepted', answer: `${name} was there already` };
    await fs.rm(staging, { recursive: true, force: true });
    await fs.mkdir(staging, { mode: 0o700 });
    for (const file of files)
      await writeSynced(path.join(staging, file.name), await readArtifact(artifacts, file.digest));
    await fs.rename(staging, final);
    await syncFolder(parent);
    return { outcome: 'accepted', answer: `${files.length} files in ${name}` };
  } catch (error) {
    await fs.rm(staging, { recursive: true, force: true }).catch(() => undefined);
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (syscall === 'rename' && (code === 'ENOTEMPTY' || code === 'EEXIST')) {
      return { outcome: 'never', answer: `${name} is there with other files` };
    }
    if (error instanceof PlimsollError) throw error;
    return { outcome: 'again', answer: await redactedAnswer(`the folder cannot be written: ${reasonOf(error)}`) };
  }
}

async function holds(
  folder: string,
  files: FolderContent['files'],
  artifacts: Pick<ArtifactStore, 'open'>,
): Promise<boolean> {
  const names = await fs.readdir(folder).catch(() => null);
  if (names === null || names.length !== files.length) return false;
  for (const file of files) {
    const there = await fs.readFile(path.join(folder, file.name)).catch(() => null);
    if (there === null || !there.equals(await readArtifact(artifacts, file.digest))) return false;
  }
  return true;
}

/** A report that was delivered is still there after the power failed. */
async function writeSynced(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await fs.open(file, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await fs.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
