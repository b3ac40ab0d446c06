import { compareText } from '../../../engine/index.ts';
import { baseOf, parentOf } from './names.ts';

/** Marks of what a layer takes away (OCI image specification, layer.md, Whiteouts). */
const prefix = '.wh.';
const metaPrefix = '.wh..wh.';
const opaqueName = '.wh..wh..opq';

/** Records of the storage driver aufs, at the root of a layer: engines pass over them. */
export function isDriverRecord(path: string): boolean {
  return path.startsWith(metaPrefix) && path !== opaqueName;
}

export interface Whiteouts {
  /** True where a path is such a mark. */
  take(path: string): boolean;
  sorted(): { whiteouts: string[]; opaque: string[] };
}

/** @param fault told of marks that name nothing */
export function createWhiteouts(fault: (path: string, why: string) => void): Whiteouts {
  const whiteouts = new Set<string>();
  const opaque = new Set<string>();
  return {
    take(path) {
      const base = baseOf(path);
      if (!base.startsWith(prefix)) return false;
      const folder = parentOf(path);
      const hidden = base.slice(prefix.length);
      if (base === opaqueName) opaque.add(folder);
      else if (hidden === '' || hidden === '.' || hidden === '..') fault(path, 'it is a whiteout that names nothing');
      else whiteouts.add(folder === '' ? hidden : `${folder}/${hidden}`);
      return true;
    },
    sorted: () => ({ whiteouts: [...whiteouts].sort(compareText), opaque: [...opaque].sort(compareText) }),
  };
}
