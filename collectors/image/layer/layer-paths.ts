import type { Limits } from '../../../engine/index.ts';
import type { LayerEntry } from '../contract.ts';
import { childOf, entriesBelow, newNode, type PathNode } from '../tree/nodes.ts';

/** Where an entry lands. */
export interface Place {
  path: string;
  node: PathNode<LayerEntry>;
}

/** The entries of one layer, put in place one after the other as an engine unpacks them. */
export interface LayerPaths {
  /** Where the entry of that path lands, through links that the layer itself made before; a text: why nowhere. */
  locate(path: string): Place | string;
  /** Puts an entry there. What it replaces goes to {@link overwritten}; a folder merges with a folder. */
  put(place: Place, entry: LayerEntry): void;
  root: PathNode<LayerEntry>;
  overwritten: LayerEntry[];
}

/** As in Linux: more links on the way to a file are taken for a loop. */
export const maximumLinks = 40;

export function createLayerPaths(limits: Limits): LayerPaths {
  const root = newNode<LayerEntry>();
  const overwritten: LayerEntry[] = [];
  // Files of one folder mostly come together.
  let lastFolder: { path: string; place: Place } | null = null;

  function locate(path: string): Place | string {
    if (path === '') return { path, node: root };
    const slash = path.lastIndexOf('/');
    if (lastFolder !== null && slash >= 0 && path.slice(0, slash) === lastFolder.path) {
      const name = path.slice(slash + 1);
      const { place } = lastFolder;
      return { path: place.path === '' ? name : `${place.path}/${name}`, node: childOf(place.node, name) };
    }
    if (path.length > limits.imagePathBytes / 3 && Buffer.byteLength(path) > limits.imagePathBytes) {
      return 'imagePathBytes';
    }
    return walk(path, slash);
  }

  function walk(path: string, slash: number): Place | string {
    const names = path.split('/').reverse();
    if (names.length > limits.imagePathLevels) return 'imagePathLevels';
    let trail: { name: string; node: PathNode<LayerEntry> }[] = [];
    let links = 0;
    let node = root;
    while (names.length > 0) {
      const name = names.pop()!;
      if (name === '..') {
        trail.pop();
        node = trail.at(-1)?.node ?? root;
        continue;
      }
      const entry = node.children?.get(name)?.entry ?? null;
      if (names.length > 0 && entry !== null && entry.type !== 'directory') {
        if (entry.link === null || entry.type !== 'symlink') return 'a folder on its way is a file';
        links++;
        if (links > maximumLinks) return 'its way is a loop of symbolic links';
        if (entry.link.startsWith('/')) {
          trail = [];
          node = root;
        }
        names.push(
          ...entry.link
            .split('/')
            .filter((part) => part !== '' && part !== '.')
            .reverse(),
        );
        if (trail.length + names.length > limits.imagePathLevels) return 'imagePathLevels';
        continue;
      }
      if (names.length === 0 && slash >= 0) remember(path.slice(0, slash), trail, node);
      node = childOf(node, name);
      trail.push({ name, node });
    }
    return { path: trail.map((step) => step.name).join('/'), node };
  }

  function remember(folder: string, trail: readonly { name: string }[], node: PathNode<LayerEntry>): void {
    lastFolder = { path: folder, place: { path: trail.map((step) => step.name).join('/'), node } };
  }

  function put({ node }: Place, entry: LayerEntry): void {
    if (entry.type !== 'directory') {
      // A link may now stand where the remembered folder was, or on the way to it.
      if (node.children !== null || node === lastFolder?.place.node) lastFolder = null;
      if (node.entry !== null) overwritten.push(node.entry);
      for (const below of entriesBelow(node)) overwritten.push(below);
      node.children = null;
    } else if (node.entry !== null && node.entry.type !== 'directory') {
      overwritten.push(node.entry);
    }
    node.entry = entry;
  }

  return { locate, put, root, overwritten };
}
