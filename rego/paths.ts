import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * The folder for what can be made again: `PLIMSOLL_CACHE`, else `plimsoll` under `XDG_CACHE_HOME` or `~/.cache`.
 * Where that cannot be written (no HOME, read-only), a private folder under the system's temporary folder.
 */
export function defaultCacheFolder(): string {
  const wanted = wantedCacheFolder();
  return wanted !== null && isWritable(wanted) ? wanted : temporaryCacheFolder();
}

function wantedCacheFolder(): string | null {
  const { PLIMSOLL_CACHE: own, XDG_CACHE_HOME: shared, HOME: home } = process.env;
  if (own) return path.resolve(own);
  // The XDG base directory specification tells to ignore a relative path.
  if (shared && path.isAbsolute(shared)) return path.join(shared, 'plimsoll');
  if (home && path.isAbsolute(home)) return path.join(home, '.cache', 'plimsoll');
  return null;
}

function isWritable(folder: string): boolean {
  try {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    fs.accessSync(folder, fs.constants.W_OK | fs.constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A predictable name in a shared folder is only trusted when the folder is ours: another user could plant a compiler. */
function temporaryCacheFolder(): string {
  const user = process.getuid?.() ?? 0;
  const folder = path.join(os.tmpdir(), `plimsoll-cache-${user}`);
  try {
    fs.mkdirSync(folder, { mode: 0o700 });
    return folder;
  } catch {
    const found = fs.lstatSync(folder, { throwIfNoEntry: false });
    if (found?.isDirectory() && found.uid === user && (found.mode & 0o022) === 0) return folder;
    return fs.mkdtempSync(path.join(os.tmpdir(), 'plimsoll-cache-'));
  }
}
