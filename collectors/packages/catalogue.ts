import { comparePackages, compareText, type MissingCode, type Problem } from '../../engine/index.ts';
import type { CatalogueContext, CatalogueResult, FileTree, FoundPackage } from './contract.ts';
import { languageCataloguers } from './languages/index.ts';
import { osCataloguers } from './os/index.ts';
import { type OwnerOf, ownersOf } from './ownership.ts';

/** All packages of a file system. */
export interface CataloguedPackages {
  /** Sorted by type, name, version, path and architecture. */
  packages: FoundPackage[];
  /** Package databases that are there, readable or not: `dpkg`, `apk`, `rpm`; sorted. */
  managers: string[];
  problems: Problem[];
  /** True where packages are there that could not be read: the list is then missing, never short. */
  unreadable: boolean;
  /** Why the list is missing: `parse-error`, `limit`, or `not-supported`; null: it is not. */
  missing: MissingCode | null;
  /** `type/name` of the package that owns a file; null: none does. Without a leading slash, links in folders allowed. */
  ownerOf: OwnerOf;
}

/**
 * Reads all packages of a file system, those of its distribution and those of applications. Never throws for bad
 * content: what could not be read is a problem with the file as subject, and sets `unreadable`. A distribution without
 * any database that is read here (another manager's, or one that was deleted) has packages that are not known.
 */
export async function cataloguePackages(tree: FileTree, context: CatalogueContext): Promise<CataloguedPackages> {
  const results: CatalogueResult[] = [];
  const managers: string[] = [];
  for (const cataloguer of osCataloguers) {
    const result = await cataloguer.catalogue(tree, context);
    if (result.packages.length > 0 || result.unreadable) managers.push(cataloguer.id);
    results.push(result);
  }
  if (context.distribution !== null && managers.length === 0) results.push(unknownManager(context.distribution.name));
  for (const cataloguer of languageCataloguers) results.push(await cataloguer.catalogue(tree, context));
  const packages = results.flatMap((result) => result.packages).sort(byNameAndArchitecture);
  const missing = missingCode(results);
  return {
    packages,
    managers: managers.sort(),
    problems: results.flatMap((result) => result.problems),
    unreadable: missing !== null,
    missing,
    ownerOf: ownersOf(tree, packages),
  };
}

function unknownManager(distribution: string): CatalogueResult {
  const problem: Problem = {
    code: 'not-supported',
    message: `${distribution} has no package database of dpkg, apk or rpm, so its packages are not known.`,
  };
  return { packages: [], problems: [problem], unreadable: true };
}

/** The gravest reason: something damaged, a limit, something not supported. */
function missingCode(results: readonly CatalogueResult[]): MissingCode | null {
  const failed = results.filter((result) => result.unreadable);
  if (failed.length === 0) return null;
  const codes = new Set(failed.flatMap((result) => result.problems.map((problem) => problem.code)));
  if (codes.has('db-corrupt')) return 'parse-error';
  if (codes.has('limit-reached')) return 'limit';
  return codes.has('not-supported') ? 'not-supported' : 'parse-error';
}

function byNameAndArchitecture(left: FoundPackage, right: FoundPackage): number {
  return comparePackages(left, right) || compareText(left.architecture ?? '', right.architecture ?? '');
}
