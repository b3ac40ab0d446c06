import type { LimitName, Limits, Problem } from '../../../engine/index.ts';
import type { CatalogueResult, FileEntry, FileTree } from '../contract.ts';

export type ManagerName = 'dpkg' | 'apk' | 'rpm';

/** Folders of rpm databases: the old place, the one of current distributions, and that of image-based systems. */
export const rpmFolders = ['var/lib/rpm', 'usr/lib/sysimage/rpm', 'usr/share/rpm'];

/** Files of rpm databases, in the order in which rpm itself looks for them. */
export const rpmFiles = ['rpmdb.sqlite', 'Packages.db', 'Packages'];

export const apkFiles = ['lib/apk/db/installed', 'usr/lib/apk/db/installed'];

export const dpkgStatus = 'var/lib/dpkg/status';
export const dpkgSingles = 'var/lib/dpkg/status.d';

/** Databases of the managers, to see whether there is another one. */
const databaseFiles: Readonly<Record<ManagerName, readonly string[]>> = {
  dpkg: [dpkgStatus],
  apk: apkFiles,
  rpm: rpmFolders.flatMap((folder) => rpmFiles.map((file) => `${folder}/${file}`)),
};

/**
 * Whether a database of another manager has something in it. A distribution may carry the tool of another one, whose
 * database is then rightly empty; a lone empty database is a damaged one.
 */
export function hasOtherDatabase(tree: FileTree, manager: ManagerName): boolean {
  for (const [name, files] of Object.entries(databaseFiles)) {
    if (name !== manager && files.some((file) => isFilled(tree.resolve(file)))) return true;
  }
  if (manager === 'dpkg') return false;
  return tree.list(dpkgSingles).some((entry) => isFilled(entry));
}

function isFilled(entry: FileEntry | null): boolean {
  return entry !== null && entry.type === 'file' && entry.size > 0;
}

/** Why the content of an existing database is not at hand. */
export function notReadable(manager: ManagerName, entry: FileEntry, limits: Limits): Problem {
  const large = entry.size > limits.packageDatabaseBytes;
  const subject = `/${entry.path}`;
  if (entry.type !== 'file') {
    return corruptDatabase(manager, entry.path, `it is no file but a ${entry.type}`);
  }
  return {
    code: 'limit-reached',
    message: `The package database of ${manager} was not read: it has ${entry.size} bytes.`,
    limit: large ? 'packageDatabaseBytes' : 'imageKeptBytes',
    subject,
  };
}

/** A database that holds more than is looked through. */
export function tooMuch(manager: ManagerName, file: string, limit: LimitName): Problem {
  return {
    code: 'limit-reached',
    message: `The package database of ${manager} was not read: it holds more than the limit ${limit} allows.`,
    limit,
    subject: `/${file}`,
  };
}

/** A database that is there and cannot be understood. */
export function corruptDatabase(manager: ManagerName, file: string, why: string): Problem {
  return {
    code: 'db-corrupt',
    message: `The package database of ${manager} is corrupt: ${why}.`,
    subject: `/${file}`,
  };
}

/** The answer where a database is there and could not be read. */
export function unreadable(...problems: Problem[]): CatalogueResult {
  return { packages: [], problems, unreadable: true };
}

/** The answer where there is no database. */
export function nothing(): CatalogueResult {
  return { packages: [], problems: [], unreadable: false };
}
