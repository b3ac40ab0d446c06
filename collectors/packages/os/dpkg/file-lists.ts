import type { FileEntry, FileTree } from '../../contract.ts';
import type { Budget } from '../budget.ts';
import { pathLines, withoutFolders } from '../path-list.ts';

export const infoFolder = 'var/lib/dpkg/info';
export const diversionsFile = 'var/lib/dpkg/diversions';

/** The file that lists the files of a package. */
export interface FileList {
  entry: FileEntry;
  /** Null: the list is there and was not kept. */
  files: string[] | null;
}

/**
 * Files of an installed package: `NAME:ARCH.list` for packages that may be installed for several architectures,
 * else `NAME.list`; without either the checksums, with the configuration files that those leave out.
 * Null: nothing lists them.
 */
export function filesOf(tree: FileTree, name: string, architecture: string | null, budget: Budget): FileList | null {
  const stems = architecture === null ? [name] : [`${name}:${architecture}`, name];
  for (const stem of stems) {
    const entry = tree.resolve(`${infoFolder}/${stem}.list`);
    if (entry === null) continue;
    const bytes = tree.read(entry.path);
    return { entry, files: bytes === null ? null : withoutFolders(pathLines(bytes, budget)) };
  }
  for (const stem of stems) {
    const entry = tree.resolve(`${infoFolder}/${stem}.md5sums`);
    if (entry === null) continue;
    const sums = tree.read(entry.path);
    const configuration = tree.read(`${infoFolder}/${stem}.conffiles`) ?? new Uint8Array();
    const files = sums === null ? null : [...checksumPaths(sums, budget), ...configurationPaths(configuration, budget)];
    return { entry, files };
  }
  return null;
}

/** Paths of a file of `md5  path` lines (deb-md5sums(5)). */
export function checksumPaths(bytes: Uint8Array, budget: Budget): string[] {
  return pathLines(bytes, budget, (line) => /^[0-9a-fA-F]{32}\s+\*?(.+)$/.exec(line)?.[1] ?? null);
}

/** Paths of a file of configuration files (deb-conffiles(5)): those to be removed are no longer part of it. */
function configurationPaths(bytes: Uint8Array, budget: Budget): string[] {
  return pathLines(bytes, budget, (line) => (line.startsWith('/') ? line.trim() : null));
}

/** Names of packages that file lists in the info folder belong to. */
export function listedNames(fileNames: Iterable<string>): Set<string> {
  const names = new Set<string>();
  for (const fileName of fileNames) {
    const stem = /^(.+)\.(?:list|md5sums)$/.exec(fileName)?.[1];
    if (stem !== undefined) names.add(stem.split(':')[0] ?? stem);
  }
  return names;
}

/** Where a file really lies when a package makes room for its own file of that name. */
export interface Diversion {
  to: string;
  /** The package whose own file keeps the name; `:` for a diversion of the administrator, which has none. */
  by: string;
}

/** Parses dpkg's diversions: three lines each, from, to and by (dpkg-divert(1)). */
export function parseDiversions(bytes: Uint8Array, budget: Budget): Map<string, Diversion> {
  const lines = pathLines(bytes, budget);
  const diversions = new Map<string, Diversion>();
  for (let index = 0; index + 2 < lines.length; index += 3) {
    diversions.set(lines[index] ?? '', { to: lines[index + 1] ?? '', by: lines[index + 2] ?? '' });
  }
  return diversions;
}

/** The files of a package at their real places. */
export function divert(files: readonly string[], name: string, diversions: ReadonlyMap<string, Diversion>): string[] {
  if (diversions.size === 0) return [...files];
  return files.map((file) => {
    const diversion = diversions.get(file);
    return diversion === undefined || diversion.by === name ? file : diversion.to;
  });
}
