import type { ImageTree } from '../../../../collectors/image/contract.ts';

/** What engines put into every container. */
const ofEngine = /^(?:\.dockerenv|dev|proc|sys|etc\/(?:hosts|hostname|resolv\.conf|mtab))(?:\/|$)|^etc$/;

/** All that a container sees of a tree, without what its engine adds. */
export function contentsOf(tree: ImageTree): string[] {
  const lines: string[] = [];
  for (const entry of tree.entries()) {
    if (ofEngine.test(entry.path)) continue;
    const { path: name, type, mode, uid, gid, size, link, capability: caps, digest } = entry;
    // Symbolic links have no mode of their own.
    const bits = type === 'symlink' ? 'link' : mode.toString(8);
    lines.push([name, type, bits, uid, gid, size, link, caps, digest].join(' '));
  }
  return lines;
}
