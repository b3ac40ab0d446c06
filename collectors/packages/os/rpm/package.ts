import { type Budget, countPath, exceeded } from '../budget.ts';
import { joinedName } from '../path-list.ts';
import { type RpmHeader, readHeader } from './header.ts';

/** One installed package of rpm. */
export interface RpmPackage {
  name: string;
  /** Null: none is stated, which orders like 0. */
  epoch: string | null;
  version: string;
  release: string;
  /** Null: not stated, as for keys. */
  architecture: string | null;
  license: string | null;
  /** File name of the source package: `bash-5.1.8-6.el9.src.rpm`; null: not stated. */
  sourceRpm: string | null;
  /** Module it belongs to: `name:stream:version:context`; null: none. */
  module: string | null;
  /** Its files without leading slash. */
  files: string[];
  /** Those of them that are marked as licence texts. */
  licenseFiles: string[];
}

/** Tags of headers (rpm's table of tags). */
const tags = {
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  license: 1014,
  architecture: 1022,
  oldFileNames: 1027,
  fileFlags: 1037,
  sourceRpm: 1044,
  directoryIndexes: 1116,
  baseNames: 1117,
  directoryNames: 1118,
  modularityLabel: 5096,
} as const;

/** Those that have a value for each file or folder. */
const listTags = [tags.baseNames, tags.oldFileNames, tags.directoryNames, tags.directoryIndexes, tags.fileFlags];

const licenseFlag = 1 << 7;

const noFolder = Buffer.alloc(0);

/** Keys that rpm trusts stand in its database like packages. */
const keyName = 'gpg-pubkey';

/** Packages of a database, or why it is corrupt. Keys are left out, but count. */
export interface RpmPackages {
  packages: RpmPackage[];
  /** Headers read, keys included. */
  headers: number;
  corrupt: string | null;
}

/** Reads the headers of a database into packages. One that cannot be read makes the database corrupt. It stops where the
 * budget is used up. */
export function readRpmPackages(blobs: Iterable<Uint8Array>, budget: Budget): RpmPackages {
  const result: RpmPackages = { packages: [], headers: 0, corrupt: null };
  for (const blob of blobs) {
    if (--budget.packages < 0) break;
    result.headers++;
    const read = readHeader(blob);
    const found = read.ok ? packageOf(read.header, budget) : read.why;
    if (typeof found === 'string') result.corrupt ??= `package ${result.headers}: ${found}`;
    else if (found.name !== keyName) result.packages.push(found);
    if (exceeded(budget) !== null) break;
  }
  return result;
}

function packageOf(header: RpmHeader, budget: Budget): RpmPackage | string {
  const [name, version, release] = [header.text(tags.name), header.text(tags.version), header.text(tags.release)];
  if (!name || !version || !release) return 'its header has no name, version or release';
  const files = filesOf(header, budget);
  if (files === null) return `its header (${name}) has file names and folders that do not fit`;
  const flags = header.numbers(tags.fileFlags);
  return {
    name,
    epoch: header.numbers(tags.epoch)[0]?.toString() ?? null,
    version,
    release,
    architecture: header.text(tags.architecture) || null,
    license: header.text(tags.license) || null,
    sourceRpm: header.text(tags.sourceRpm) || null,
    module: header.text(tags.modularityLabel) || null,
    files,
    licenseFiles: files.filter((_, index) => ((flags[index] ?? 0) & licenseFlag) !== 0),
  };
}

/** Names and folders apart, joined by an index; whole names in packages of before rpm 4.0. Null: they do not fit. */
function filesOf(header: RpmHeader, budget: Budget): string[] | null {
  // Before anything of that number is made.
  if (listTags.some((tag) => header.count(tag) > budget.files)) budget.files = -1;
  if (budget.files < 0) return [];
  const names = header.names(tags.baseNames);
  const folders = header.names(tags.directoryNames);
  const indexes = header.numbers(tags.directoryIndexes);
  if (names.length === 0 && indexes.length === 0) return oldFilesOf(header, budget);
  if (names.length !== indexes.length) return null;
  const files: string[] = [];
  for (const [position, name] of names.entries()) {
    const folder = folders[indexes[position] ?? -1];
    if (folder === undefined || folder.length + name.length > budget.longestPath) return null;
    if (!countPath(budget, folder.length + name.length)) return [];
    files.push(withoutSlash(joinedName(folder, name)));
  }
  return files;
}

function oldFilesOf(header: RpmHeader, budget: Budget): string[] {
  const names = header.names(tags.oldFileNames);
  return names.every((name) => countPath(budget, name.length))
    ? names.map((name) => withoutSlash(joinedName(noFolder, name)))
    : [];
}

function withoutSlash(path: string): string {
  return path.replace(/^\/+/, '');
}

/** `version-release`, with its epoch before a colon where one is stated (rpm's EVR). */
export function versionOf(found: Pick<RpmPackage, 'epoch' | 'version' | 'release'>): string {
  const version = `${found.version}-${found.release}`;
  return found.epoch === null ? version : `${found.epoch}:${version}`;
}

/** Name and `version-release` of a source package, out of its file name; null: not of that form. */
export function sourceOf(sourceRpm: string | null): { name: string; version: string } | null {
  const parts = /^(.+)-([^-]+-[^-]+)\.(?:no)?src\.rpm$/.exec(sourceRpm ?? '');
  return parts === null ? null : { name: parts[1] ?? '', version: parts[2] ?? '' };
}
