import { compareText, type LimitName, type Limits, limitTable, type Problem } from '../../../engine/index.ts';
import { redactText } from '../../redact.ts';
import type { CatalogueContext, CatalogueResult, FileEntry, FileTree, FoundPackage } from '../contract.ts';
import type { Note, NotedPackage, NoteReader } from './note.ts';

export interface NoteCatalogue<Package extends NotedPackage> {
  reader: NoteReader<Package>;
  /** What the files are called in messages: `package.json`, `Java archive`. */
  what: string;
  /** Whether the files that are there count; absent: all do. */
  counts?: (entry: FileEntry) => boolean;
  /** The package as all packages are told; null: it does not count. */
  found(noted: Package, entry: FileEntry): FoundPackage | null;
}

/**
 * The packages of all notes of one reader in a tree. A file that is damaged or could not be looked into makes the
 * whole list unknown, since a short list would look complete.
 */
export function catalogueNotes<Package extends NotedPackage>(
  tree: FileTree,
  context: CatalogueContext,
  { reader, what, counts, found }: NoteCatalogue<Package>,
): CatalogueResult {
  const result: CatalogueResult = { packages: [], problems: [], unreadable: false };
  for (const entry of tree.entries()) {
    if (entry.type !== 'file' || !reader.wants(entry) || counts?.(entry) === false) continue;
    const note: Note<Package> | null =
      (entry.notes?.[reader.id] as Note<Package> | undefined) ?? missingNote(reader, entry, context.limits);
    if (note === null) continue;
    for (const noted of note.packages ?? []) {
      const one = found(redacted(noted), entry);
      if (one !== null) result.packages.push(one);
    }
    addProblem(result, what, entry.path, note, context.limits);
    if (result.packages.length > context.limits.imagePackages) {
      addProblem(result, what, entry.path, { limit: 'imagePackages' }, context.limits);
      break;
    }
  }
  if (result.unreadable) result.packages = [];
  return result;
}

/** Versions may be addresses, with a password in them. */
function redacted<Package extends NotedPackage>(noted: Package): Package {
  const { name, version } = noted;
  if (!name.includes('://') && !version.includes('://')) return noted;
  return { ...noted, name: redactText(name), version: redactText(version) };
}

/** Why a file has no note: it was too large to be looked into; null: it has nothing to say. */
function missingNote(reader: NoteReader, entry: FileEntry, limits: Limits): Omit<Note, 'packages'> | null {
  if (!reader.certain(entry)) return null;
  if (entry.size > limits.imageFileBytes) return { limit: 'imageFileBytes' };
  if (entry.size > limits.imageInspectBytes) return { limit: 'imageInspectBytes' };
  return { corrupt: 'it was not looked into' };
}

function addProblem(result: CatalogueResult, what: string, path: string, note: Note, limits: Limits): void {
  const problem = problemOf(what, path, note, limits);
  if (problem === null) return;
  result.problems.push(problem);
  result.unreadable ||= problem.code !== 'not-supported';
}

/** The problem that a note tells of; null: none. */
function problemOf(what: string, path: string, note: Note, limits: Limits): Problem | null {
  if (note.corrupt !== undefined) {
    return { code: 'db-corrupt', message: `The ${what} /${path} is damaged: ${note.corrupt}.`, subject: path };
  }
  if (note.limit !== undefined) return limitProblem(what, path, note.limit, limits);
  if (note.silent === undefined) return null;
  return { code: 'not-supported', message: `The ${what} /${path} tells no packages: ${note.silent}.`, subject: path };
}

function limitProblem(what: string, path: string, limit: LimitName, limits: Limits): Problem {
  const why = `${limit} (${limits[limit]}) is reached: ${limitTable[limit].meaning}`;
  return { code: 'limit-reached', message: `The ${what} /${path} was not read: ${why}.`, limit, subject: path };
}

/** Packages of two results; unknown where one is. */
export function joinResults(results: readonly CatalogueResult[]): CatalogueResult {
  const unreadable = results.some((result) => result.unreadable);
  return {
    packages: unreadable ? [] : results.flatMap((result) => result.packages),
    problems: results.flatMap((result) => result.problems),
    unreadable,
  };
}

/** Each name and version once, those with a licence first; sorted. */
export function distinct<Package extends NotedPackage>(packages: readonly Package[]): Package[] {
  const sorted = packages.toSorted(
    (left, right) =>
      compareText(left.name, right.name) ||
      compareText(left.version, right.version) ||
      Number(left.license === undefined) - Number(right.license === undefined) ||
      compareText(left.license ?? '', right.license ?? ''),
  );
  return sorted.filter(
    (each, index) => each.name !== sorted[index - 1]?.name || each.version !== sorted[index - 1]?.version,
  );
}
