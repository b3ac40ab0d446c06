import type { HiddenEntry, ImageTree, TreeEntry } from '../contract.ts';
import { maximumLinks } from '../layer/layer-paths.ts';
import { sortedEntries } from '../layer/sort.ts';
import { entriesBelow, find, type PathNode } from './nodes.ts';

/** What cataloguers and rules see of merged nodes. */
export function createTreeView(
  root: PathNode<TreeEntry>,
  hiddenEntries: HiddenEntry[],
  contentOf: (entry: TreeEntry) => Uint8Array | null,
): ImageTree {
  let sorted: TreeEntry[] | null = null;
  let sortedHidden: HiddenEntry[] | null = null;
  const rootEntry = root.entry ?? emptyRoot;

  /** Follows links, the last one too; they cannot leave the root. */
  function follow(path: string): PathNode<TreeEntry> | null {
    const names = path.split('/').reverse();
    let trail: PathNode<TreeEntry>[] = [];
    let links = 0;
    while (names.length > 0) {
      const name = names.pop()!;
      if (name === '' || name === '.') continue;
      if (name === '..') {
        trail.pop();
        continue;
      }
      const node = (trail.at(-1) ?? root).children?.get(name);
      if (node === undefined) return null;
      const entry = node.entry;
      if (entry?.type === 'symlink') {
        links++;
        if (links > maximumLinks || entry.link === null) return null;
        if (entry.link.startsWith('/')) trail = [];
        names.push(...entry.link.split('/').reverse());
        continue;
      }
      if (entry !== null && entry.type !== 'directory' && names.some((rest) => rest !== '')) return null;
      trail.push(node);
    }
    return trail.at(-1) ?? root;
  }

  const entryOf = (node: PathNode<TreeEntry> | null) => (node === root ? rootEntry : (node?.entry ?? null));
  const get = (path: string) => entryOf(find(root, path));
  const resolve = (path: string) => entryOf(follow(path));

  function list(path: string): readonly TreeEntry[] {
    const children = follow(path)?.children?.values() ?? [];
    const entries: TreeEntry[] = [];
    for (const { entry } of children) if (entry !== null) entries.push(entry);
    return sortedEntries(entries);
  }

  function read(path: string): Uint8Array | null {
    const entry = resolve(path);
    return entry === null ? null : contentOf(entry);
  }

  return {
    get,
    resolve,
    list,
    entries: () => (sorted ??= sortedEntries([...entriesBelow(root)])),
    hidden: () => (sortedHidden ??= sortedEntries(hiddenEntries)),
    read,
  };
}

const emptyRoot: TreeEntry = {
  path: '',
  type: 'directory',
  mode: 0o755,
  uid: 0,
  gid: 0,
  size: 0,
  link: null,
  capability: null,
  hardlink: false,
  digest: null,
  layer: 0,
};
