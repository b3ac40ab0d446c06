/** Lock files that are read line by line: they are written by programs, always in the same shape. */
import { corrupt, type Note, type NotedPackage } from '../note.ts';
import { textOf, wordOf } from '../words.ts';

/**
 * Packages of a `yarn.lock`: of Yarn 1 (`name@range, name@range:` and `version "1.0.0"`) or later (YAML with
 * `resolution: "name@npm:1.0.0"`).
 */
export function readYarnLock(bytes: Uint8Array): Note {
  const text = textOf(bytes);
  if (!/^# yarn lockfile v\d|^__metadata:/m.test(text)) return corrupt('it does not begin like a file of Yarn');
  const packages: NotedPackage[] = [];
  let name: string | null = null;
  for (const line of text.split(/\r?\n/)) {
    if (/^[^\s#]/.test(line)) name = line.startsWith('__metadata') ? null : nameOfDescriptor(line);
    const version = /^ {2}version:? "?([^"\s]+)"?\s*$/.exec(line)?.[1];
    if (name === null || version === undefined || version === '0.0.0-use.local') continue;
    const word = wordOf(version);
    if (word !== null) packages.push({ name, version: word });
    name = null;
  }
  return { packages };
}

/** The package of `"@scope/name@npm:^1.0.0", other:`; an alias names the other package. */
function nameOfDescriptor(line: string): string | null {
  const first = /^"?((?:@[^/\s"]+\/)?[^@\s",]+)@([^",]*)/.exec(line);
  if (first === null) return null;
  const alias = /^npm:((?:@[^/\s]+\/)?[^@\s]+)@/.exec(first[2] ?? '');
  return wordOf(alias?.[1] ?? first[1]);
}

/** Packages of a `pnpm-lock.yaml`: keys of `packages`, `/name/1.0.0`, `/name@1.0.0` or `name@1.0.0`. */
export function readPnpmLock(bytes: Uint8Array): Note {
  const text = textOf(bytes);
  if (!/^lockfileVersion:/m.test(text)) return corrupt('it names no lockfileVersion');
  const packages: NotedPackage[] = [];
  let inside = false;
  let last: NotedPackage | null = null;
  for (const line of text.split(/\r?\n/)) {
    if (/^\S/.test(line)) inside = line.startsWith('packages:');
    if (!inside) continue;
    const key = /^ {2}(['"]?)(\S.*?)\1:\s*(?:\{\})?$/.exec(line)?.[2];
    if (key !== undefined) {
      last = packageOfKey(key);
      if (last !== null) packages.push(last);
    } else if (last !== null && /^ {4}dev: true$/.test(line)) {
      packages.pop();
      last = null;
    }
  }
  return { packages };
}

/** What follows the version tells which others it was installed with: `(react@18.0.0)`, `_react@18.0.0`. */
function packageOfKey(key: string): NotedPackage | null {
  const bare = key.replace(/^\//, '').replace(/\(.*$/, '');
  const match = /^((?:@[^/@]+\/)?[^/@]+)[/@]([^/]+)$/.exec(bare);
  if (match === null || !/^\d/.test(match[2] ?? '')) return null;
  const name = wordOf(match[1]);
  const version = wordOf(match[2]?.replace(/_.*$/, ''));
  return name === null || version === null ? null : { name, version };
}
