import type { CatalogueResult, Cataloguer, FileEntry, FileTree, FoundPackage } from '../../contract.ts';
import { packageUrl } from '../../purl.ts';
import { catalogueNotes, joinResults } from '../catalogue-notes.ts';
import { applicationPackage, folderOf } from '../found-package.ts';
import { inspectorOf, type Note, type NotedPackage } from '../note.ts';
import { npmLock } from './lock-files.ts';
import { packageJson } from './package-json.ts';
import { isPackageFolder } from './places.ts';

export const npmInspectors = [inspectorOf(packageJson), inspectorOf(npmLock)];

/** Yarn 1 of the official Node images, which is not in `node_modules`. */
const yarnFolder = /^opt\/yarn-v[^/]+$/;

/**
 * Packages of npm, pnpm, Yarn and Bun: those in `node_modules`, and those outside that a link in there leads to (parts
 * of a workspace). A lock file tells what would be installed: it counts only where no `node_modules` lies beside it.
 */
export const npmCataloguer: Cataloguer = {
  id: 'npm',
  version: 1,
  keeps: () => false,
  catalogue(tree, context) {
    const isPackage = ({ path }: FileEntry) => isPackageFolder(folderOf(path)) || yarnFolder.test(folderOf(path));
    const installed = catalogueNotes(tree, context, {
      reader: packageJson,
      what: 'package metadata',
      counts: isPackage,
      found: (noted, entry) => npmPackage(noted, entry, folderOf(entry.path)),
    });
    const locked = catalogueNotes(tree, context, {
      reader: npmLock,
      what: 'lock file',
      counts: ({ path }) => tree.resolve(besides(path, 'node_modules'))?.type !== 'directory',
      found: (noted, entry) => npmPackage(noted, entry, null),
    });
    return joinResults([installed, { packages: linked(tree), problems: [], unreadable: false }, onlyOnce(locked)]);
  },
};

/** Packages outside `node_modules` that links in there lead to, each once. */
function linked(tree: FileTree): FoundPackage[] {
  const found = new Map<string, FoundPackage>();
  for (const link of tree.entries()) {
    if (link.type !== 'symlink' || !isPackageFolder(link.path)) continue;
    const folder = tree.resolve(link.path);
    if (folder?.type !== 'directory' || isPackageFolder(folder.path) || folder.path === '') continue;
    const entry = tree.get(`${folder.path}/package.json`);
    const noted = (entry?.notes?.[packageJson.id] as Note | undefined)?.packages?.[0];
    if (entry && noted) found.set(entry.path, npmPackage(noted, entry, folder.path));
  }
  return [...found.values()];
}

/** The same package in several folders of one lock file is one. */
function onlyOnce(result: CatalogueResult): CatalogueResult {
  const seen = new Map(result.packages.map((each) => [`${each.path}\n${each.name}\n${each.version}`, each]));
  return { ...result, packages: [...seen.values()] };
}

function npmPackage(noted: NotedPackage, entry: FileEntry, folder: string | null): FoundPackage {
  const slash = noted.name.startsWith('@') ? noted.name.indexOf('/') : -1;
  const purl = packageUrl({
    type: 'npm',
    namespace: slash < 0 ? null : noted.name.slice(0, slash),
    name: noted.name.slice(slash + 1),
    version: noted.version,
  });
  return applicationPackage(entry, { ...noted, type: 'npm', purl, folder });
}

function besides(path: string, name: string): string {
  const folder = folderOf(path);
  return folder === '' ? name : `${folder}/${name}`;
}
