import type { CatalogueContext, CatalogueResult, FileTree } from '../../contract.ts';
import { budgetOf, exceeded } from '../budget.ts';
import { corruptDatabase, dpkgSingles, notReadable, tooMuch } from '../databases.ts';
import { checksumPaths } from './file-lists.ts';
import { foundPackage } from './found-package.ts';
import { parseDpkgStatus } from './status.ts';

/** Packages of distroless images: one file for each, with its checksums beside it. */
export function readSingles(tree: FileTree, context: CatalogueContext): CatalogueResult {
  const result: CatalogueResult = { packages: [], problems: [], unreadable: false };
  const budget = budgetOf(context.limits);
  for (const entry of tree.list(dpkgSingles)) {
    const target = tree.resolve(entry.path) ?? entry;
    if (entry.path.endsWith('.md5sums') || target.type === 'directory') continue;
    const bytes = tree.read(entry.path);
    if (bytes === null) {
      result.problems.push(notReadable('dpkg', target, context.limits));
      continue;
    }
    const status = parseDpkgStatus(bytes, budget, false);
    const why = status.corrupt ?? (status.names.size === 0 ? 'it lists no package' : null);
    if (why !== null) result.problems.push(corruptDatabase('dpkg', entry.path, why));
    const sums = tree.read(`${entry.path}.md5sums`);
    const files = sums === null ? null : checksumPaths(sums, budget);
    for (const found of status.packages) {
      result.packages.push(foundPackage(found, { path: entry.path, layer: entry.layer, files }, context));
    }
    const limit = exceeded(budget);
    if (limit === null) continue;
    result.problems.push(tooMuch('dpkg', entry.path, limit));
    break;
  }
  result.unreadable = result.problems.length > 0;
  return result.unreadable ? { ...result, packages: [] } : result;
}
