import { constants } from 'node:fs';
import { open, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Limits, PlimsollError } from '../../../engine/index.ts';
import { openFileAccess, streamRange } from './random-access.ts';
import { type Store, tooLong } from './store.ts';

/**
 * A folder as a store. Only regular files are opened; links that lead out of the folder are as if they were not there.
 * @throws PlimsollError `file-unreadable`
 */
export async function openFolderStore(folder: string, limits: Pick<Limits, 'manifestBytes'>): Promise<Store> {
  const root = await realpath(folder).catch(() => null);
  if (root === null || !(await stat(root)).isDirectory()) {
    throw new PlimsollError('file-unreadable', `There is no folder ${folder}.`, { place: { file: folder } });
  }

  async function find(name: string): Promise<{ file: string; size: number } | null> {
    const file = await realpath(path.join(root!, name)).catch(() => null);
    if (file === null || !file.startsWith(`${root}/`)) return null;
    const status = await stat(file).catch(() => null);
    return status?.isFile() === true ? { file, size: status.size } : null;
  }

  return {
    name: folder,
    size: async (name) => (await find(name))?.size ?? null,
    async read(name) {
      const found = await find(name);
      if (found === null) return null;
      if (found.size > limits.manifestBytes) throw tooLong(folder, name);
      const handle = await open(found.file, constants.O_RDONLY | constants.O_NONBLOCK).catch((error: unknown) => {
        throw unreadable(folder, name, error);
      });
      try {
        const bytes = Buffer.alloc(found.size);
        const { bytesRead } = await handle.read(bytes, 0, found.size, 0);
        return bytes.subarray(0, bytesRead);
      } finally {
        await handle.close();
      }
    },
    async stream(names, visit) {
      for (const name of names) {
        const found = await find(name);
        if (found === null) continue;
        const access = await openFileAccess(found.file).catch((error: unknown) => {
          throw unreadable(folder, name, error);
        });
        try {
          await visit(name, streamRange(access, 0, access.size));
        } finally {
          await access.close();
        }
      }
    },
    close: async () => {},
  };
}

function unreadable(folder: string, name: string, cause: unknown): PlimsollError {
  return new PlimsollError('file-unreadable', `${name} in ${folder} cannot be read.`, { place: { file: name }, cause });
}
