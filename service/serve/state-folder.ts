import { spawnSync } from 'node:child_process';
import fs from 'node:fs/promises';
import { PlimsollError } from '../../engine/index.ts';
import { reasonOf } from '../config/read.ts';

/**
 * Makes the state folder, for its owner only: it holds reports and snapshots.
 * @throws PlimsollError `output-unwritable`
 */
export async function openStateFolder(folder: string): Promise<void> {
  try {
    await fs.mkdir(folder, { recursive: true, mode: 0o700 });
    const { mode, uid } = await fs.stat(folder);
    // Somebody else's folder is left as it is; whether it can be written is found out by writing.
    if ((mode & 0o077) !== 0 && uid === process.getuid?.()) await fs.chmod(folder, 0o700);
  } catch (cause) {
    throw new PlimsollError('output-unwritable', `the state folder ${folder} cannot be made: ${reasonOf(cause)}`, {
      next: 'Choose another folder with store.state in plimsoll.yaml, or correct its rights.',
      cause,
    });
  }
}

/**
 * Switches core dumps of this process and its children off: they would hold secrets. Node has no call for it, so
 * prlimit of util-linux does it where it is installed; the unit and the container recipes set the same limit.
 * @returns whether it was done
 */
export function forbidCoreDumps(): boolean {
  const { status } = spawnSync('prlimit', [`--pid=${process.pid}`, '--core=0:0'], { stdio: 'ignore', timeout: 5_000 });
  return status === 0;
}
