import type { FileTree, FoundPackage } from './contract.ts';

/** `type/name` of the package that owns a file; null: none does. */
export type OwnerOf = (path: string) => string | null;

/**
 * Who owns which file. A file list and the tree may spell a folder differently (`lib/x` in the list, `usr/lib/x` in a
 * tree where `lib` links to `usr/lib`): both are compared after the links of their folders were followed.
 * Packages of the distribution come before those of applications, and a file's own entry before a folder that holds it.
 */
export function ownersOf(tree: FileTree, packages: readonly FoundPackage[]): OwnerOf {
  const real = realFolders(tree);
  const files = new Map<string, string>();
  const folders = new Map<string, string>();
  const ordered = [
    ...packages.filter((found) => found.scope === 'distribution'),
    ...packages.filter((found) => found.scope === 'application'),
  ];
  for (const found of ordered) {
    const owner = `${found.type}/${found.name}`;
    for (const file of found.files ?? []) addOnce(files, real(file), owner);
    if (found.folder !== null) addOnce(folders, real(found.folder), owner);
  }
  return (path) => {
    const name = real(path);
    return files.get(name) ?? holderOf(folders, name);
  };
}

function addOnce(owners: Map<string, string>, path: string, owner: string): void {
  if (path !== '' && !owners.has(path)) owners.set(path, owner);
}

/** The package whose folder holds the file: the innermost. */
function holderOf(folders: ReadonlyMap<string, string>, path: string): string | null {
  if (folders.size === 0) return null;
  for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
    const owner = folders.get(path.slice(0, end));
    if (owner !== undefined) return owner;
  }
  return null;
}

/** Follows the links of a path's folder, never of its last name: a link is a file that a package may own. */
function realFolders(tree: FileTree): (path: string) => string {
  const known = new Map<string, string>();
  return (path) => {
    const slash = path.lastIndexOf('/');
    if (slash < 0) return path;
    const folder = path.slice(0, slash);
    let real = known.get(folder);
    if (real === undefined) {
      const entry = tree.resolve(folder);
      real = entry?.type === 'directory' ? entry.path : folder;
      known.set(folder, real);
    }
    return real === '' ? path.slice(slash + 1) : real + path.slice(slash);
  };
}
