/** Finds the real servers and peers that some tests need; a test skips by name where one is absent. */
import { accessSync, constants, existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { rootFolder } from '../../root.ts';

/** Versions of the parts that are built from source, so that folders of another version are never mistaken for them. */
export const partVersions = { opa: '1.22.2', moby: '2.0.0-beta.24', runc: '1.5.2', registry: '0.22.1' } as const;

/** Folder of everything that may be made again: `PLIMSOLL_CACHE`, else `XDG_CACHE_HOME` or `~/.cache`, plus `plimsoll`. */
export function cacheFolder(): string {
  const own = process.env['PLIMSOLL_CACHE'];
  if (own) return own;
  return path.join(process.env['XDG_CACHE_HOME'] || path.join(homedir(), '.cache'), 'plimsoll');
}

/** Folder of one built part, whether it is there or not. */
export function partFolder(name: 'opa' | 'moby' | 'registry'): string {
  return path.join(cacheFolder(), 'parts', `${name}-${partVersions[name]}`);
}

export interface DockerdPart {
  /** Its generation: the distribution's, or a current one built from source. */
  name: '20.10' | 'current';
  /** The daemon's binary. */
  dockerd: string;
  /** PATH to start it with: its own runtime first. */
  path: string;
}

/** The daemons that are here: the distribution's 20.10 and a current one built from source. */
export function findDockerd(): DockerdPart[] {
  const systemPath = process.env['PATH'] ?? '/usr/bin:/bin';
  const found: DockerdPart[] = [];
  const distribution = '/usr/sbin/dockerd';
  if (isExecutable(distribution)) {
    found.push({
      name: '20.10',
      dockerd: distribution,
      path: `/usr/sbin:/sbin:${systemPath}`,
    });
  }
  const current = partFolder('moby');
  if (['dockerd', 'runc', 'docker-proxy'].every((file) => isExecutable(path.join(current, file)))) {
    found.push({
      name: 'current',
      dockerd: path.join(current, 'dockerd'),
      path: `${current}:/usr/sbin:/sbin:${systemPath}`,
    });
  }
  return found;
}

/** The native `opa`, to compare with; null where it is not built. */
export function findOpa(): string | null {
  const binary = path.join(partFolder('opa'), 'opa');
  return isExecutable(binary) ? binary : null;
}

/** A Chromium to print with; null where none is installed. */
export function findBrowser(): string | null {
  const named = process.env['PUPPETEER_EXECUTABLE_PATH'];
  if (named && isExecutable(named)) return named;
  return findOnPath('chromium-headless-shell', 'chromium', 'google-chrome');
}

/** The first of some programs that is on PATH, as an absolute path; null: none. */
export function findOnPath(...names: string[]): string | null {
  const folders = (process.env['PATH'] ?? '').split(':').filter((folder) => folder !== '');
  for (const name of names) {
    const hit = folders.map((folder) => path.join(folder, name)).find(isExecutable);
    if (hit !== undefined) return hit;
  }
  return null;
}

/** A file or folder of the third-party test data beside the checkout; null where it is absent. */
export function conformance(...segments: string[]): string | null {
  const file = path.join(rootFolder, '..', 'shared', 'conformance', ...segments);
  return existsSync(file) ? file : null;
}

/** The table of CIS Docker controls beside the checkout; null where it is absent. */
export function cisDocker(...segments: string[]): string | null {
  const file = path.join(rootFolder, '..', 'shared', 'cis-docker', ...segments);
  return existsSync(file) ? file : null;
}

const announced = new Set<string>();

/**
 * Options for `test` and `describe`: skipped, saying why once on stderr, unless the part is available.
 * With `PLIMSOLL_REQUIRE_PARTS=1` a missing part is an error, so that a complete machine cannot skip by accident.
 */
export function skipUnless(available: unknown, reason: string): { skip: boolean } {
  const here = Array.isArray(available) ? available.length > 0 : Boolean(available);
  if (here) return { skip: false };
  if (process.env['PLIMSOLL_REQUIRE_PARTS'] === '1') throw new Error(`a real part is missing: ${reason}`);
  if (!announced.has(reason)) process.stderr.write(`skipped: ${reason}\n`);
  announced.add(reason);
  return { skip: true };
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
