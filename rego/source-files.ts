import fs from 'node:fs/promises';
import path from 'node:path';
import { limitTable, PlimsollError } from '../engine/index.ts';
import type { SourceFile } from './types.ts';

export interface Entry {
  name: string;
  /** Relative to the bundle's folder, with `/`. */
  path: string;
  isFolder: boolean;
}

/** Entries of a folder of a bundle, sorted by name; none where there is no such folder. Hidden entries are left out. */
export async function listFolder(folder: string, relative: string): Promise<Entry[]> {
  const found = await fs.readdir(path.join(folder, relative), { withFileTypes: true }).catch((cause: unknown) => {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw unreadable(path.join(folder, relative), cause);
  });
  const names = found.filter(({ name }) => !name.startsWith('.'));
  const entries = names.map((entry) => ({
    name: entry.name,
    path: relative === '.' ? entry.name : `${relative}/${entry.name}`,
    isFolder: entry.isDirectory(),
  }));
  // By code unit and not by locale: the order becomes part of the built bundle.
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}

export async function isFolder(folder: string): Promise<boolean> {
  return fs.stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** One file of a bundle, which must be UTF-8 and no larger than the whole bundle may be. */
export async function readSource(folder: string, relative: string): Promise<SourceFile> {
  const file = path.join(folder, relative);
  const bytes = await fs.readFile(file).catch((cause: unknown) => {
    throw unreadable(file, cause);
  });
  if (bytes.length > limitTable.bundleBytes.value) {
    throw new PlimsollError('limit-reached', `The file is larger than bundleBytes`, { place: { file } });
  }
  try {
    return { path: relative, file, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch (cause) {
    throw new PlimsollError('bundle-invalid', 'The file is not UTF-8', { place: { file }, cause });
  }
}

function unreadable(file: string, cause: unknown): PlimsollError {
  const code = (cause as NodeJS.ErrnoException).code ?? String(cause);
  return new PlimsollError('file-unreadable', `${file} cannot be read (${code})`, { place: { file }, cause });
}
