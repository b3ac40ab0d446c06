import type { ImageFact, ImageTree, TreeEntry } from '../contract.ts';

/** Entries of a layer against what lower layers had. */
export interface LayerChange {
  /** Entries that no lower layer had. */
  added: number;
  /** Entries that a lower layer had. */
  replaced: number;
  /** Entries of lower layers that whiteouts hide and the layer does not bring again. */
  removed: number;
}

type LayerContent = ImageFact<'layerContents'>[number];
type Counts = ImageFact<'contents'>;

/** What layers alone tell of `LayerContent`; packages and the build step come from elsewhere. */
export type LayerFigures = Pick<LayerContent, 'size' | 'added' | 'replaced' | 'removed' | 'hiddenSize'>;
/** What the tree alone tells of `ContentCounts`. */
export type TreeCounts = Omit<Counts, 'unpackagedFiles'>;

/** Counts a tree. Bytes of a file with several names count once, and are visible where one of the names is. */
export function figuresOf(
  tree: Pick<ImageTree, 'entries' | 'get' | 'hidden'>,
  changes: readonly LayerChange[],
  sizes: readonly number[],
  originOf: (entry: TreeEntry) => TreeEntry,
): { counts: TreeCounts; layers: LayerFigures[] } {
  const counts: TreeCounts = { files: 0, directories: 0, symbolicLinks: 0, size: 0, hiddenFiles: 0, hiddenSize: 0 };
  const layers = changes.map((change, index) => ({ size: sizes[index] ?? 0, ...change, hiddenSize: 0 }));
  const links = new Map<string, TreeEntry>();
  for (const entry of tree.entries()) {
    if (entry.type === 'directory') counts.directories++;
    else if (entry.type === 'symlink') counts.symbolicLinks++;
    else if (entry.type === 'file') {
      counts.files++;
      if (entry.hardlink) links.set(firstName(originOf(entry)), entry);
      else counts.size += entry.size;
    }
  }
  // A name that outlived the first one keeps the bytes visible.
  for (const entry of links.values()) if (!isFirstVisible(tree, originOf(entry))) counts.size += entry.size;
  for (const entry of tree.hidden()) {
    if (entry.type !== 'file') continue;
    counts.hiddenFiles++;
    if (entry.hardlink || (links.size > 0 && links.has(firstName(entry)))) continue;
    counts.hiddenSize += entry.size;
    const layer = layers[entry.layer];
    if (layer !== undefined) layer.hiddenSize += entry.size;
  }
  return { counts, layers };
}

/** Whether the name under which a file's content lies in its layer is still seen. */
function isFirstVisible(tree: Pick<ImageTree, 'get'>, entry: TreeEntry): boolean {
  const first = tree.get(firstPath(entry));
  return first !== null && first.type === 'file' && first.layer === entry.layer && !first.hardlink;
}

function firstPath(entry: TreeEntry): string {
  return entry.hardlink ? (entry.target ?? entry.path) : entry.path;
}

/** Names one file by its layer and the path under which its content lies there. */
function firstName(entry: TreeEntry): string {
  return `${entry.layer} ${firstPath(entry)}`;
}
