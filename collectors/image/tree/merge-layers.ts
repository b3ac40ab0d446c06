import type { Problem } from '../../../engine/index.ts';
import type { HiddenEntry, ImageTree, LayerEntry, LayerIndex, ReadLayer, TreeEntry } from '../contract.ts';
import { baseOf, parentOf } from '../layer/names.ts';
import { figuresOf, type LayerChange, type LayerFigures, type TreeCounts } from './figures.ts';
import { childOf, entriesBelow, find, newNode, type PathNode } from './nodes.ts';
import { createTreeView } from './view.ts';

/** The merged file system with what merging told. */
export interface MergedTree extends ImageTree {
  /** Entries that no engine could unpack, such as hardlinks to nothing. */
  problems: readonly Problem[];
  /** Figures of the whole, and of each layer, lowest first. */
  figures(): { counts: TreeCounts; layers: LayerFigures[] };
}

/** Folders that no layer has an entry for are made by engines: root's, 0755. */
const impliedMode = 0o755;

/**
 * Merges layers, lowest first, as engines do: entries of a layer replace those below, a folder merges with a folder,
 * whiteouts hide what lower layers have and never what the same layer brings (OCI image specification, layer.md).
 */
export function mergeLayers(layers: readonly ReadLayer[]): MergedTree {
  const merging: Merging = { root: newNode(), hidden: [], problems: [], origins: new Map() };
  const changes = layers.map((layer, number) => applyLayer(merging, layer.index, number));
  const view = createTreeView(merging.root, merging.hidden, (entry) => {
    const holder = merging.origins.get(entry) ?? entry;
    return layers[holder.layer]?.contents.get(holder.path) ?? null;
  });
  const sizes = layers.map((layer) => layer.index.size);
  return {
    ...view,
    problems: merging.problems,
    figures: () => figuresOf(view, changes, sizes, (entry) => merging.origins.get(entry) ?? entry),
  };
}

interface Merging {
  root: PathNode<TreeEntry>;
  hidden: HiddenEntry[];
  problems: Problem[];
  /** Hardlinks into a lower layer, with the entry there that they name. */
  origins: Map<TreeEntry, TreeEntry>;
}

function applyLayer(merging: Merging, index: LayerIndex, layer: number): LayerChange {
  const { root, hidden } = merging;
  const change: LayerChange = { added: 0, replaced: 0, removed: 0 };
  // Hardlinks name what was there before the layer's whiteouts.
  const linked = new Map<LayerEntry, TreeEntry | null>();
  for (const entry of index.entries) {
    if (isOfLowerLayer(entry)) linked.set(entry, find(root, entry.target)?.entry ?? null);
  }
  const removed = new Set<string>();
  const hide = (entry: TreeEntry) => void hidden.push({ ...entry, removedIn: layer });
  const remove = (entry: TreeEntry) => {
    hide(entry);
    removed.add(entry.path);
  };
  for (const path of index.opaque) empty(find(root, path), remove);
  for (const path of index.whiteouts) {
    const node = find(root, path);
    if (node === null) continue;
    if (node.entry !== null) remove(node.entry);
    empty(node, remove);
    drop(root, path);
  }
  for (const entry of index.entries) {
    const node = reach(root, entry.path, layer, hide);
    const before = node.entry;
    if (before !== null || removed.has(entry.path)) change.replaced++;
    else change.added++;
    removed.delete(entry.path);
    if (before !== null && !(before.type === 'directory' && entry.type === 'directory')) {
      hide(before);
      empty(node, hide);
    }
    node.entry = isOfLowerLayer(entry)
      ? borrowed(merging, entry, layer, linked.get(entry) ?? null)
      : { ...entry, layer };
  }
  // Engines make the folders that whiteouts lie in, too.
  for (const path of [...index.opaque, ...index.whiteouts.map(parentOf)]) reachFolder(root, path, layer, hide);
  for (const entry of index.overwritten ?? []) hide({ ...entry, layer });
  change.removed = removed.size;
  return change;
}

/** Whether an entry is a hardlink to what its own layer does not have. */
function isOfLowerLayer(entry: LayerEntry): entry is LayerEntry & { target: string } {
  return entry.target !== undefined && entry.type === 'other';
}

/** A hardlink to an entry of a lower layer: it is what that one is. */
function borrowed(
  { problems, origins }: Merging,
  entry: LayerEntry & { target: string },
  layer: number,
  below: TreeEntry | null,
): TreeEntry {
  const problem = (message: string) =>
    problems.push({ code: 'archive-entry', message, kind: 'image', subject: entry.path });
  if (below === null || below.type === 'directory') {
    problem(`it is a hardlink to ${entry.target}, which neither its layer nor a lower one has as a file`);
    return { ...entry, layer };
  }
  // Inspectors and keepers were asked about the other name, in another layer.
  problem(`it is a hardlink to ${entry.target} of a lower layer; it was looked into under that name only`);
  const { type, size, link, digest, notes } = below;
  const capability = entry.capability ?? below.capability;
  const made: TreeEntry = { ...entry, type, size, link, digest, capability, layer };
  if (notes !== undefined) made.notes = notes;
  origins.set(made, origins.get(below) ?? below);
  return made;
}

/** Takes away everything below a node. */
function empty(node: PathNode<TreeEntry> | null, take: (entry: TreeEntry) => void): void {
  if (node === null || node.children === null) return;
  for (const entry of entriesBelow(node)) take(entry);
  node.children = null;
}

function drop(root: PathNode<TreeEntry>, path: string): void {
  const slash = path.lastIndexOf('/');
  find(root, slash < 0 ? '' : path.slice(0, slash))?.children?.delete(path.slice(slash + 1));
}

/** The node of a path, with folders made on the way; what is no folder there goes. */
function reach(
  root: PathNode<TreeEntry>,
  path: string,
  layer: number,
  hide: (entry: TreeEntry) => void,
): PathNode<TreeEntry> {
  if (path === '') return root;
  return childOf(reachFolder(root, parentOf(path), layer, hide), baseOf(path));
}

/** The node of a folder, made where it is missing, but not in place of what the same layer has there. */
function reachFolder(
  root: PathNode<TreeEntry>,
  folder: string,
  layer: number,
  hide: (entry: TreeEntry) => void,
): PathNode<TreeEntry> {
  let node = root;
  for (let at = 0; at < folder.length; ) {
    const slash = folder.indexOf('/', at);
    const end = slash < 0 ? folder.length : slash;
    node = childOf(node, folder.slice(at, end));
    at = end + 1;
    if (node.entry?.type === 'directory') continue;
    if (node.entry?.layer === layer) return node;
    if (node.entry !== null) hide(node.entry);
    node.entry = impliedFolder(folder.slice(0, end), layer);
  }
  return node;
}

function impliedFolder(path: string, layer: number): TreeEntry {
  return {
    path,
    type: 'directory',
    mode: impliedMode,
    uid: 0,
    gid: 0,
    size: 0,
    link: null,
    capability: null,
    hardlink: false,
    digest: null,
    layer,
  };
}
