import type { CatalogueContext, Cataloguer, FileEntry, FileTree, FoundPackage } from '../../contract.ts';
import { packageUrl } from '../../purl.ts';
import { catalogueNotes } from '../catalogue-notes.ts';
import { applicationPackage, folderOf } from '../found-package.ts';
import { inspectorOf, type NotedPackage } from '../note.ts';
import { isFileList, pythonFiles } from './files.ts';
import { pythonMetadata } from './metadata.ts';

export const pythonInspectors = [inspectorOf(pythonMetadata)];

/** Packages of Python, those that others carry in a `_vendor` folder included. */
export const pythonCataloguer: Cataloguer = {
  id: 'python',
  version: 1,
  keeps: ({ path }) => isFileList(path),
  catalogue(tree, context) {
    const result = catalogueNotes(tree, context, {
      reader: pythonMetadata,
      what: 'package metadata',
      found: (noted, entry) => pythonPackage(noted, entry, tree, context),
    });
    return { ...result, packages: onlyOnce(result.packages) };
  },
};

/** A package that has metadata of both kinds in one folder is one, the newer kind tells more. */
function onlyOnce(packages: readonly FoundPackage[]): FoundPackage[] {
  const wheels = new Set(packages.filter(({ path }) => path.endsWith('/METADATA')).map(placeOf));
  return packages.filter((found) => found.path.endsWith('/METADATA') || !wheels.has(placeOf(found)));
}

function placeOf({ name, version, path }: FoundPackage): string {
  const site = folderOf(path.endsWith('.egg-info') ? path : folderOf(path));
  return [site, normalisedName(name), version].join('\n');
}

function pythonPackage(noted: NotedPackage, entry: FileEntry, tree: FileTree, context: CatalogueContext): FoundPackage {
  const isFolder = !entry.path.endsWith('.egg-info');
  const folder = isFolder ? folderOf(entry.path) : null;
  return applicationPackage(entry, {
    ...noted,
    type: 'pypi',
    purl: packageUrl({ type: 'pypi', name: normalisedName(noted.name), version: noted.version }),
    // Licence files of wheels lie in the folder, or in its `licenses` (PEP 639).
    licensePaths: folder === null ? [] : [folder],
    files: isFolder ? pythonFiles(tree, entry, context.limits.packageFileBytes) : null,
    folder,
  });
}

/** PEP 503: one package has one name, however it is written. */
function normalisedName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}
