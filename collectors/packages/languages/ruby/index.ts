import type { Cataloguer, FileEntry, FileTree, FoundPackage } from '../../contract.ts';
import { packageUrl } from '../../purl.ts';
import { catalogueNotes } from '../catalogue-notes.ts';
import { applicationPackage, folderOf, joinPath, nameOf } from '../found-package.ts';
import { inspectorOf } from '../note.ts';
import { type Gem, gemspec } from './gemspec.ts';

export const rubyInspectors = [inspectorOf(gemspec)];

/** Installed gems, and those that Ruby itself brings (`specifications/default`). */
export const rubyCataloguer: Cataloguer = {
  id: 'ruby',
  version: 1,
  keeps: () => false,
  catalogue: (tree, context) =>
    catalogueNotes(tree, context, {
      reader: gemspec,
      what: 'gem specification',
      found: (noted, entry) => gemPackage(noted, entry, tree),
    }),
};

function gemPackage({ platform, ...noted }: Gem, entry: FileEntry, tree: FileTree): FoundPackage {
  const { name, version } = noted;
  const purl = packageUrl({ type: 'gem', name, version, qualifiers: { platform } });
  return applicationPackage(entry, {
    ...noted,
    type: 'gem',
    purl,
    architecture: platform ?? null,
    folder: gemFolder(entry.path, tree),
  });
}

/** `gems/<name>-<version>` beside `specifications`, named as the specification is; null: it has none. */
function gemFolder(path: string, tree: FileTree): string | null {
  const specifications = folderOf(path).replace(/\/default$/, '');
  const folder = joinPath(folderOf(specifications), `gems/${nameOf(path).slice(0, -'.gemspec'.length)}`);
  return folder !== null && tree.resolve(folder)?.type === 'directory' ? folder : null;
}
