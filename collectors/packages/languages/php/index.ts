import type { Cataloguer, FileEntry, FileTree, FoundPackage } from '../../contract.ts';
import { packageUrl } from '../../purl.ts';
import { catalogueNotes, joinResults } from '../catalogue-notes.ts';
import { applicationPackage, folderOf, joinPath } from '../found-package.ts';
import { inspectorOf } from '../note.ts';
import { type ComposerPackage, composerInstalled, composerLock } from './composer.ts';

export const phpInspectors = [inspectorOf(composerInstalled), inspectorOf(composerLock)];

/** Packages of Composer: the installed ones; those of a lock file where nothing is installed beside it. */
export const phpCataloguer: Cataloguer = {
  id: 'composer',
  version: 1,
  keeps: () => false,
  catalogue: (tree, context) =>
    joinResults([
      catalogueNotes(tree, context, {
        reader: composerInstalled,
        what: 'list of packages',
        found: (noted, entry) => composerPackage(noted, entry, folderIn(tree, noted, entry)),
      }),
      catalogueNotes(tree, context, {
        reader: composerLock,
        what: 'lock file',
        counts: ({ path }) => tree.resolve(joinPath(folderOf(path), 'vendor/composer/installed.json') ?? '') === null,
        found: (noted, entry) => composerPackage(noted, entry, null),
      }),
    ]),
};

/** Composer 1 does not tell the folder: it is that of its name, beside the folder `composer`. */
function folderIn(tree: FileTree, noted: ComposerPackage, entry: FileEntry): string | null {
  const folder = joinPath(folderOf(entry.path), noted.at ?? `../${noted.name}`);
  return folder !== null && folder !== '' && tree.resolve(folder)?.type === 'directory' ? folder : null;
}

function composerPackage(noted: ComposerPackage, entry: FileEntry, folder: string | null): FoundPackage {
  const slash = noted.name.indexOf('/');
  const namespace = slash < 0 ? null : noted.name.slice(0, slash);
  const purl = packageUrl({
    type: 'composer',
    namespace,
    name: noted.name.slice(slash + 1),
    version: noted.version,
  });
  return applicationPackage(entry, { ...noted, type: 'composer', purl, folder });
}
