import fs from 'node:fs/promises';

/**
 * Makes a folder that only its owner may enter, and those above it.
 * @returns false where it was there
 */
export async function makeFolder(folder: string): Promise<boolean> {
  try {
    await fs.mkdir(folder, { mode: 0o700 });
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    // Asked for at once with those above it, a read-only disk would read as a folder that is missing.
    if (code !== 'ENOENT') throw error;
  }
  return (await fs.mkdir(folder, { recursive: true, mode: 0o700 })) !== undefined;
}

/** Brings the names in a folder to the disk. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await fs.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
