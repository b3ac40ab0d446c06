/** A root file system of real Debian, made once by debootstrap and kept in the cache folder. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder, findOnPath } from '../../../support/real-parts.ts';

const run = promisify(execFile);
const suite = 'bookworm';

/** Whether the root is there, or can be made here. */
export function canMakeDebianRoot(): boolean {
  return existsSync(debianFolder()) || (findOnPath('debootstrap') !== null && process.getuid?.() === 0);
}

function debianFolder(): string {
  return path.join(cacheFolder(), 'test-roots', `${suite}-minbase`);
}

/** Folder of the root; null where the network has no Debian. Takes a minute the first time. */
export async function debianRoot(): Promise<string | null> {
  const folder = debianFolder();
  if (existsSync(folder)) return folder;
  await mkdir(path.dirname(folder), { recursive: true });
  const fresh = await mkdtemp(path.join(path.dirname(folder), `${suite}-`));
  const root = path.join(fresh, 'root');
  try {
    await run('debootstrap', ['--variant=minbase', suite, root], { timeout: 280_000, maxBuffer: 64 * 1024 * 1024 });
    await rename(root, folder);
    return folder;
  } catch {
    // Another run may have made it meanwhile.
    return existsSync(folder) ? folder : null;
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}
