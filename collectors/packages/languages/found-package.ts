import { redactText } from '../../redact.ts';
import type { FileEntry, FoundPackage, PackageType } from '../contract.ts';
import type { NotedPackage } from './note.ts';

export interface ApplicationPackage extends NotedPackage {
  type: PackageType;
  purl: string | null;
  architecture?: string | null;
  licensePaths?: string[];
  files?: readonly string[] | null;
  folder?: string | null;
}

/** A package of an application as all packages are told. */
export function applicationPackage(entry: FileEntry, found: ApplicationPackage): FoundPackage {
  return {
    type: found.type,
    name: found.name,
    version: found.version,
    purl: found.purl,
    architecture: found.architecture ?? null,
    sourceName: null,
    sourceVersion: null,
    scope: 'application',
    path: entry.path,
    layer: entry.layer,
    licenseText: found.license === undefined ? null : redactText(found.license),
    licensePaths: found.licensePaths ?? [],
    files: found.files ?? null,
    folder: found.folder ?? null,
  };
}

/** Everything before the last slash; empty: the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Everything after the last slash. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A path below a folder, `..` and `.` followed; null: it leaves the root. */
export function joinPath(folder: string, path: string): string | null {
  const names = folder === '' ? [] : folder.split('/');
  for (const name of path.split('/')) {
    if (name === '' || name === '.') continue;
    if (name !== '..') names.push(name);
    else if (names.pop() === undefined) return null;
  }
  return names.join('/');
}
