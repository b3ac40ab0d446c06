/** The licence of a package: what it declares joined with what its texts say. */
import { compareText, type Facts } from '../../engine/index.ts';
import type { FileEntry, FileTree, FoundPackage } from '../packages/contract.ts';
import { redactText } from '../redact.ts';
import { tidyCopyrights } from './copyrights.ts';
import { type Expression, idsOf, join, parseSpdx, requirementsOf, sorted, writeExpression } from './expression.ts';
import { isLicensePath, type LicenseNote, licenseInspectorId } from './inspector.ts';
import { readLicense } from './normalise.ts';
import { unrecognised, withoutIncluded } from './read-text.ts';

type PackageLicense = Facts<'image'>['packages'][number]['license'];
type LicenseTextFact = Facts<'image'>['licenseTexts'][number];

/** A licence text by its place. */
export interface PlacedNote {
  /** Path of the file itself, links followed. */
  path: string;
  layer: number | null;
  note: LicenseNote;
}

/** Licence texts of a file system, by path. */
export interface LicenseNotes {
  /** Of a file, or of the files of a folder and two levels below, links followed; sorted by path. */
  at(path: string): PlacedNote[];
  /** Of the files that lie directly in a folder. */
  in(folder: string): PlacedNote[];
}

/** The notes that {@link licenseTextInspector} left in a tree. */
export function licenseNotes(tree: FileTree): LicenseNotes {
  return {
    at: (path) => notesBelow(tree, path, 3),
    in: (folder) => notesBelow(tree, folder, 1).filter(({ path }) => isLicensePath(path)),
  };
}

function notesBelow(tree: FileTree, path: string, levels: number): PlacedNote[] {
  const entry = tree.resolve(path);
  if (entry === null) return [];
  if (entry.type === 'file') return placed(entry);
  if (entry.type !== 'directory' || levels === 0) return [];
  return tree.list(entry.path).flatMap((child) => notesBelow(tree, child.path, levels - 1));
}

function placed(entry: FileEntry): PlacedNote[] {
  const note = noteOf(entry);
  return note === null ? [] : [{ path: entry.path, layer: entry.layer, note }];
}

function noteOf(entry: FileEntry): LicenseNote | null {
  return (entry.notes?.[licenseInspectorId] as LicenseNote | undefined) ?? null;
}

/** A file that only names holders of copyright is no licence text. */
function isSilent({ expression, kind }: LicenseNote): boolean {
  return expression === null && kind === 'reference';
}

/**
 * Joins what a package declares with what the texts say that came with it: those at its `licensePaths`, and those
 * directly in its own folder. All texts apply, so they are joined by `AND`.
 *
 * What it declares wins in `requires`, since texts cannot say "or", "or later" or which of two licences is meant; where
 * a text grants under a licence that the declaration does not name, `differ` is true.
 */
export function licenseOf(
  found: Pick<FoundPackage, 'type' | 'licenseText' | 'licensePaths' | 'folder'>,
  notes: LicenseNotes | null,
): PackageLicense {
  const declaredText = found.licenseText === null ? null : redactText(found.licenseText).slice(0, 2000).toWellFormed();
  const declared = declaredText === null ? null : readLicense(declaredText, { ecosystem: found.type });
  const all = notes === null ? [] : textsOf(found, notes);
  const texts = all.filter(({ note }) => !isSilent(note));
  const read = joinTexts(texts);
  const winner = declared ?? read;
  return {
    declared: declared === null ? null : writeExpression(declared),
    declaredText,
    found: read === null ? null : writeExpression(read),
    unknownTexts: texts
      .filter(({ note }) => note.expression === null || note.expression.includes(unrecognised))
      .map(({ path, note }) => ({ path, digest: note.digest })),
    requires: winner === null ? null : requirementsOf(winner),
    differ: declared !== null && read !== null && contradicts(declared, read),
    texts: notes === null ? null : texts.length,
    copyrights: tidyCopyrights(all.flatMap(({ note }) => note.copyrights)),
  };
}

function textsOf(found: Pick<FoundPackage, 'licensePaths' | 'folder'>, notes: LicenseNotes): PlacedNote[] {
  const all = [
    ...found.licensePaths.flatMap((path) => notes.at(path)),
    ...(found.folder === null ? [] : notes.in(found.folder)),
  ];
  return [...new Map(all.map((each) => [each.path, each])).values()].sort((a, b) => compareText(a.path, b.path));
}

/** What all texts say together; a text that is not recognised leaves its mark beside the others. */
function joinTexts(texts: readonly PlacedNote[]): Expression | null {
  const read = texts.map(({ note }) => (note.expression === null ? null : parseSpdx(note.expression)));
  const known = read.flatMap((each) => (each === null ? [] : [each]));
  if (known.length === 0) return null;
  const ids = new Set(withoutIncluded(known.flatMap((each) => ('id' in each ? [each.id] : []))));
  const kept = known.filter((each) => !('id' in each) || ids.has(each.id));
  const joined = join('AND', read.includes(null) ? [...kept, { id: unrecognised }] : kept);
  return joined === null ? null : sorted(joined);
}

/** Whether texts grant under a licence, whatever its "or later" or exception, that the declaration does not name. */
function contradicts(declared: Expression, found: Expression): boolean {
  const named = new Set(idsOf(declared).map(plain));
  // A declaration that is known in part may mean what the text says.
  if (idsOf(declared).some((id) => id.startsWith('LicenseRef-'))) return false;
  return idsOf(found).some((id) => !id.startsWith('LicenseRef-') && !named.has(plain(id)) && !impliedBy(id, named));
}

function plain(id: string): string {
  return id
    .replace(/ WITH .*$/, '')
    .replace(/(?:-only|-or-later|\+)$/, '')
    .replace(/-(?:no-)?invariants$/, '');
}

/** Texts that come with another licence as a matter of course. */
function impliedBy(id: string, named: ReadonlySet<string>): boolean {
  if (plain(id) === 'GPL-3.0') return named.has('LGPL-3.0');
  if (plain(id) === 'GPL-2.0') return named.has('LGPL-2.0') || named.has('LGPL-2.1');
  return false;
}

/**
 * Licence texts that belong to no package, sorted by path.
 * @param tree the file system
 * @param packages those found in it
 */
export function looseLicenseTexts(
  tree: FileTree,
  packages: readonly Pick<FoundPackage, 'licensePaths' | 'folder' | 'files'>[],
): LicenseTextFact[] {
  const notes = licenseNotes(tree);
  const owned = new Set<string>();
  for (const found of packages) {
    for (const { path } of textsOf(found, notes)) owned.add(path);
    for (const path of found.files ?? []) {
      if (!isLicensePath(path)) continue;
      const entry = tree.resolve(path);
      if (entry !== null) owned.add(entry.path);
    }
  }
  const folders = new Set(packages.flatMap(({ folder }) => (folder === null ? [] : [folder])));
  const loose: LicenseTextFact[] = [];
  for (const entry of tree.entries()) {
    const note = noteOf(entry);
    if (note === null || isSilent(note) || owned.has(entry.path) || insideAny(entry.path, folders)) continue;
    loose.push({ path: entry.path, digest: note.digest, expression: note.expression, layer: entry.layer });
  }
  return loose.sort((a, b) => compareText(a.path, b.path));
}

function insideAny(path: string, folders: ReadonlySet<string>): boolean {
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
    if (folders.has(path.slice(0, at))) return true;
  }
  return false;
}
