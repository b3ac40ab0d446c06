import { constants, type Stats } from 'node:fs';
import { lstat, open, readdir, readlink } from 'node:fs/promises';
import { type Limits, PlimsollError, type Problem } from '../../engine/index.ts';
import { nameBytes, printableName } from '../host/file-names.ts';
import { failureOf } from '../host/read.ts';
import type { LayerEntry, ReadLayer } from './contract.ts';
import { openBudget } from './layer/budget.ts';
import { createFileWork, type FileWork } from './layer/file-work.ts';
import type { Askers } from './layer/index.ts';
import { sortedEntries } from './layer/sort.ts';

export interface FolderOptions extends Askers {
  limits: Limits;
  signal: AbortSignal;
  progress(entries: number): void;
}

/** A folder as one layer; what could not be read makes it incomplete. */
export interface FolderLayer {
  layer: ReadLayer;
  /** Files and folders that could not be read, or were not entered. */
  unread: number;
}

/** Mounts of a running system; a tree at rest has none of their contents. */
const pseudoFolders: ReadonlySet<string> = new Set(['dev', 'proc', 'run', 'sys']);

const chunkBytes = 1024 * 1024;

/**
 * Reads a folder as if it were the only layer of an image. Links are never followed, other file systems not entered,
 * and only regular files opened.
 * @param base - real path of the folder.
 * @throws PlimsollError `limit-reached` above imageEntries
 */
export async function readFolderLayer(base: string, options: FolderOptions): Promise<FolderLayer> {
  const problems: Problem[] = [];
  const contents = new Map<string, Uint8Array>();
  const entries: LayerEntry[] = [];
  const walk: Walk = {
    base,
    device: (await lstat(base)).dev,
    work: createFileWork({ ...options, budget: openBudget(), problems }),
    names: new Map(),
    problems,
    contents,
    unread: [],
  };
  const folders: string[] = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const name of await namesIn(walk, folder)) {
      options.signal.throwIfAborted();
      if (entries.length >= options.limits.imageEntries) throw tooMany(options.limits);
      const entry = await readEntry(walk, folder === '' ? name : `${folder}/${name}`);
      if (entry === null) continue;
      entries.push(entry.entry);
      if (entry.enters) folders.push(entry.entry.path);
      if (entries.length % 1000 === 0) options.progress(entries.length);
    }
  }
  const size = entries.reduce((sum, entry) => sum + (entry.hardlink ? 0 : entry.size), 0);
  const index = { diffId: '', size, entries: sortedEntries(entries), whiteouts: [], opaque: [], problems };
  problems.push(...unreadProblem(walk.unread));
  return { layer: { index, contents }, unread: walk.unread.length };
}

interface Walk {
  base: string;
  device: number;
  work: FileWork;
  /** First names of files with several, by device and inode. */
  names: Map<string, string>;
  problems: Problem[];
  contents: Map<string, Uint8Array>;
  /** What could not be read, by its path, with the reason. */
  unread: { path: string; why: string }[];
}

function outside(walk: Walk, name: string): Buffer {
  return Buffer.concat([Buffer.from(`${walk.base}/`), nameBytes(name)]);
}

async function namesIn(walk: Walk, folder: string): Promise<string[]> {
  try {
    const names = await readdir(outside(walk, folder), { encoding: 'buffer' });
    return names.map((name) => printableName(name as unknown as Buffer)).sort();
  } catch (error) {
    unreadable(walk, folder, error);
    return [];
  }
}

async function readEntry(walk: Walk, name: string): Promise<{ entry: LayerEntry; enters: boolean } | null> {
  const file = outside(walk, name);
  try {
    const status = await lstat(file);
    const entry: LayerEntry = {
      path: name,
      type: typeOf(status),
      mode: status.mode & 0o7777,
      uid: status.uid,
      gid: status.gid,
      size: status.isFile() ? status.size : 0,
      link: status.isSymbolicLink() ? printableName(await readlink(file, { encoding: 'buffer' })) : null,
      capability: null,
      hardlink: false,
      digest: null,
    };
    if (status.isFile()) await readContent(walk, entry, status);
    return { entry, enters: status.isDirectory() && (await staysInside(walk, name, status)) };
  } catch (error) {
    unreadable(walk, name, error);
    return null;
  }
}

function typeOf(status: Stats): LayerEntry['type'] {
  if (status.isFile()) return 'file';
  if (status.isDirectory()) return 'directory';
  if (status.isSymbolicLink()) return 'symlink';
  if (status.isFIFO()) return 'fifo';
  return status.isCharacterDevice() || status.isBlockDevice() ? 'device' : 'other';
}

async function staysInside(walk: Walk, name: string, status: Stats): Promise<boolean> {
  if (status.dev === walk.device) return true;
  if (!pseudoFolders.has(name)) {
    walk.unread.push({ path: name, why: 'another file system is mounted there' });
  }
  return false;
}

/** A file with several names is counted once, and looked into under each. */
async function readContent(walk: Walk, entry: LayerEntry, status: Stats): Promise<void> {
  if (status.nlink > 1) {
    const identity = `${status.dev}:${status.ino}`;
    const first = walk.names.get(identity);
    if (first === undefined) walk.names.set(identity, entry.path);
    else Object.assign(entry, { hardlink: true, target: first });
  }
  if (!walk.work.begin([entry.path], entry.mode, entry.size, false)) return;
  if (entry.size > 0) await streamFile(walk, entry);
  const answer = walk.work.end().get(entry.path);
  if (answer === undefined) return;
  entry.digest = answer.digest;
  if (answer.notes !== null) entry.notes = answer.notes;
  if (answer.content !== null) walk.contents.set(entry.path, answer.content);
}

async function streamFile(walk: Walk, entry: LayerEntry): Promise<void> {
  const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW | constants.O_NOCTTY;
  const handle = await open(outside(walk, entry.path), flags);
  try {
    if (!(await handle.stat()).isFile()) throw new Error('it is no regular file any more');
    // A folder on the way may have become a link meanwhile: what was opened decides.
    const opened = await readlink(`/proc/self/fd/${handle.fd}`).catch(() => `${walk.base}/`);
    if (walk.base !== '/' && !opened.startsWith(`${walk.base}/`)) throw new Error('it is outside the folder');
    for (let position = 0; position < entry.size; ) {
      const chunk = Buffer.allocUnsafe(Math.min(chunkBytes, entry.size - position));
      const { bytesRead } = await handle.read(chunk, 0, chunk.length, position);
      if (bytesRead === 0) throw new Error('it became shorter while it was read');
      walk.work.piece(chunk.subarray(0, bytesRead), position);
      position += bytesRead;
    }
  } finally {
    await handle.close();
  }
}

function unreadable(walk: Walk, name: string, error: unknown): void {
  const { code } = error as NodeJS.ErrnoException;
  walk.unread.push({ path: name, why: code === undefined ? (error as Error).message : failureOf(error) });
}

/** One problem for all, since there may be as many as there are files. */
function unreadProblem(unread: Walk['unread']): Problem[] {
  const [first] = unread;
  if (first === undefined) return [];
  const rest = unread.length === 1 ? '' : ` So it is with ${unread.length - 1} others.`;
  const message = `${first.path || 'The folder'} was not read: ${first.why}.${rest}`;
  return [{ code: 'file-unread', message, kind: 'image', subject: first.path }];
}

function tooMany(limits: Limits): PlimsollError {
  const message = `The folder has more entries than the limit imageEntries (${limits.imageEntries}) allows.`;
  return new PlimsollError('limit-reached', message);
}
