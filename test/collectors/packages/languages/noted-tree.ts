/** Trees whose files were looked into the way layers are, and what the cataloguers of languages make of them. */
import type { FileEntry, FileTree, FoundPackage } from '../../../../collectors/packages/contract.ts';
import { languageCataloguers, languageInspectors } from '../../../../collectors/packages/languages/index.ts';
import { type LimitName, type Limits, limitsWith, type Problem } from '../../../../engine/index.ts';
import { type TestEntry, treeOf, treeOfFolder } from '../os/tree.ts';

/** Adds the notes that inspectors leave; notes pass through JSON, as they do on their way into the cache. */
export function withNotes(tree: FileTree, limits: Limits = limitsWith()): FileTree {
  const entries = [...tree.entries()].map((entry) => noted(tree, entry, limits));
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  const known = (entry: FileEntry | null) => (entry === null ? null : (byPath.get(entry.path) ?? null));
  return {
    get: (path) => known(tree.get(path)),
    resolve: (path) => known(tree.resolve(path)),
    list: (path) => tree.list(path).map((entry) => byPath.get(entry.path)!),
    entries: () => entries,
    read: (path) => {
      const entry = tree.resolve(path);
      return entry !== null && isKept(entry) ? tree.read(path) : null;
    },
  };
}

function isKept(entry: FileEntry): boolean {
  return languageCataloguers.some((each) => each.keeps(entry));
}

function noted(tree: FileTree, entry: FileEntry, limits: Limits): FileEntry {
  const wanted = entry.type === 'file' ? languageInspectors.filter((each) => each.wants(entry) !== 'no') : [];
  const bytes = wanted.length === 0 ? null : tree.read(entry.path);
  if (bytes === null) return entry;
  const notes = Object.fromEntries(
    wanted.flatMap((each) => {
      const isHead = each.wants(entry) === 'head';
      if (!isHead && entry.size > limits.imageInspectBytes) return [];
      const note = each.inspect(entry, isHead ? bytes.subarray(0, 4096) : bytes, limits) ?? null;
      return note === null ? [] : [[each.id, JSON.parse(JSON.stringify(note))]];
    }),
  );
  return Object.keys(notes).length === 0 ? entry : { ...entry, notes };
}

export interface Catalogued {
  packages: FoundPackage[];
  problems: Problem[];
  unreadable: boolean;
}

/** All packages of languages: of a folder on disk, or of the entries named. */
export async function catalogueLanguages(
  from: string | Readonly<Record<string, TestEntry>>,
  overrides: Partial<Record<LimitName, number>> = {},
): Promise<Catalogued> {
  const limits = limitsWith(overrides);
  const tree = withNotes(typeof from === 'string' ? treeOfFolder(from) : treeOf(from), limits);
  const whole: Catalogued = { packages: [], problems: [], unreadable: false };
  for (const cataloguer of languageCataloguers) {
    const result = await cataloguer.catalogue(tree, { limits, distribution: null });
    whole.packages.push(...result.packages);
    whole.problems.push(...result.problems);
    whole.unreadable ||= result.unreadable;
  }
  return whole;
}

/** `name version` of all packages, sorted, each once. */
export function namesOf(packages: readonly { name: string; version: string }[]): string[] {
  return [...new Set(packages.map(({ name, version }) => `${name} ${version}`.trim()))].sort();
}

/** Names and versions, problems by code, subject and limit, and whether the list counts. */
export async function briefly(
  entries: Readonly<Record<string, TestEntry>>,
  overrides: Partial<Record<LimitName, number>> = {},
) {
  const { packages, problems, unreadable } = await catalogueLanguages(entries, overrides);
  return {
    packages: namesOf(packages),
    problems: problems.map(({ code, subject, limit }) => [code, subject, limit].filter(Boolean).join(' ')),
    unreadable,
  };
}
