import { compareText } from '../../../../engine/index.ts';
import type { CatalogueContext, CatalogueResult, Cataloguer, FileTree, FoundPackage } from '../../contract.ts';
import { type Budget, budgetOf, exceeded } from '../budget.ts';
import {
  corruptDatabase,
  dpkgSingles,
  dpkgStatus,
  hasOtherDatabase,
  nothing,
  notReadable,
  tooMuch,
  unreadable,
} from '../databases.ts';
import { diversionsFile, divert, filesOf, infoFolder, listedNames, parseDiversions } from './file-lists.ts';
import { fileName, foundPackage } from './found-package.ts';
import { readSingles } from './singles.ts';
import { type DpkgPackage, parseDpkgStatus } from './status.ts';
import { updatesFolder, withUpdates } from './updates.ts';

/** Packages of dpkg: the status file, and the single files that distroless images have instead. */
export const dpkgCataloguer: Cataloguer = {
  id: 'dpkg',
  version: 1,
  keeps: ({ path }) =>
    path.startsWith('var/lib/dpkg/') &&
    (path === dpkgStatus ||
      path === diversionsFile ||
      path.startsWith(`${dpkgSingles}/`) ||
      path.startsWith(`${updatesFolder}/`) ||
      (path.startsWith(`${infoFolder}/`) && /\.(?:list|md5sums|conffiles)$/.test(path))),
  catalogue(tree, context) {
    const status = readStatus(tree, context);
    const singles = readSingles(tree, context);
    return {
      packages: [...status.packages, ...singles.packages],
      problems: [...status.problems, ...singles.problems],
      unreadable: status.unreadable || singles.unreadable,
    };
  },
};

function readStatus(tree: FileTree, context: CatalogueContext): CatalogueResult {
  const entry = tree.resolve(dpkgStatus);
  const listed = listedNames(tree.list(infoFolder).map(fileName));
  if (entry === null && listed.size === 0) return nothing();
  if (entry === null) {
    const why = `it is gone, while ${listed.size} packages have their file lists`;
    return unreadable(corruptDatabase('dpkg', dpkgStatus, why));
  }
  const bytes = tree.read(entry.path);
  if (bytes === null || bytes.length > context.limits.packageDatabaseBytes) {
    return unreadable(notReadable('dpkg', entry, context.limits));
  }
  const budget = budgetOf(context.limits);
  const status = withUpdates(tree, parseDpkgStatus(bytes, budget), budget);
  const limit = exceeded(budget);
  if (limit !== null) return unreadable(tooMuch('dpkg', entry.path, limit));
  if (status.packages.length === 0 && listed.size === 0 && status.corrupt === null && hasOtherDatabase(tree, 'dpkg')) {
    return nothing();
  }
  const why = status.corrupt ?? (status.packages.length === 0 ? 'it lists no package' : lostOf(listed, status.names));
  if (why !== null) return unreadable(corruptDatabase('dpkg', entry.path, why));
  return readFiles(tree, status.packages, entry, budget, context);
}

/** Packages whose file lists are there: dpkg keeps a paragraph of each, so one without tells of a lost part. */
function lostOf(listed: ReadonlySet<string>, names: ReadonlySet<string>): string | null {
  const lost = [...listed].filter((name) => !names.has(name)).sort(compareText);
  return lost.length === 0 ? null : `packages have file lists and are not in it: ${lost.length}, such as ${lost[0]}`;
}

function readFiles(
  tree: FileTree,
  packages: readonly DpkgPackage[],
  entry: { path: string; layer: number | null },
  budget: Budget,
  context: CatalogueContext,
): CatalogueResult {
  const diversions = parseDiversions(tree.read(diversionsFile) ?? new Uint8Array(), budget);
  const found: FoundPackage[] = [];
  for (const one of packages) {
    const list = filesOf(tree, one.name, one.architecture, budget);
    if (list !== null && list.files === null) return unreadable(notReadable('dpkg', list.entry, context.limits));
    const limit = exceeded(budget);
    if (limit !== null) return unreadable(tooMuch('dpkg', entry.path, limit));
    const files = list?.files ? divert(list.files, one.name, diversions) : null;
    // The list is rewritten when its package is installed; the status file whenever any package is.
    const layer = list?.entry.layer ?? entry.layer;
    found.push(foundPackage(one, { path: entry.path, layer, files }, context));
  }
  return { packages: found, problems: [], unreadable: false };
}
