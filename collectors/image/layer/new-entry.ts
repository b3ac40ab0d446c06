import type { LayerEntry } from '../contract.ts';
import type { Place } from './layer-paths.ts';
import { nameText } from './names.ts';
import type { TarEntry } from './tar-entry.ts';
import { tarType } from './tar-header.ts';

/** An entry as its header tells it; a hardlink learns the rest from what it points to. */
export function newEntry(path: string, type: LayerEntry['type'], tar: TarEntry): LayerEntry {
  return {
    path,
    type,
    mode: tar.mode & 0o7777,
    // Kernels have 32 bits for them.
    uid: tar.uid >>> 0,
    gid: tar.gid >>> 0,
    size: type === 'file' && tar.type !== tarType.hardlink ? tar.size : 0,
    link: type === 'symlink' && tar.type !== tarType.hardlink ? nameText(tar.link) : null,
    capability: tar.capability,
    hardlink: false,
    digest: null,
  };
}

/** Why an engine cannot make a hardlink; null: it can, or its target may be in a lower layer. */
export function hardlinkFault(place: Place, target: Place | string): string | null {
  if (typeof target === 'string') return 'it is a hardlink to what an engine cannot reach';
  if (target.path === place.path) return 'it is a hardlink to itself';
  const { entry, children } = target.node;
  if (entry?.type === 'directory' || (entry === null && children !== null)) return 'it is a hardlink to a folder';
  return null;
}
