import type { LayerEntry } from '../contract.ts';

/** Entries that are one file under several names: what one header says of it holds for all. */
export interface Inodes {
  /** Makes `link` another name of what `target` is. */
  join(target: LayerEntry, link: LayerEntry): void;
  /** The name under which the content passed by. */
  firstOf(entry: LayerEntry): LayerEntry;
}

export function createInodes(): Inodes {
  const names = new Map<LayerEntry, LayerEntry[]>();
  return {
    join(target, link) {
      const all = names.get(target) ?? [target];
      names.set(target, all);
      names.set(link, all);
      all.push(link);
      // Engines apply owner, mode and capabilities of a hardlink's header to the file behind it.
      for (const each of all) {
        if (link.type !== 'symlink') each.mode = link.mode;
        each.uid = link.uid;
        each.gid = link.gid;
        if (link.capability !== null) each.capability = link.capability;
      }
      link.capability = target.capability;
    },
    firstOf: (entry) => names.get(entry)?.[0] ?? entry,
  };
}
