import type { FileInspector, FileKeeper, PassingFile } from '../contract.ts';

/** Who looks into files, and who keeps them. */
export interface Askers {
  inspectors: readonly FileInspector[];
  keepers: readonly FileKeeper[];
}

/** What is asked of one file under one of its names. */
export interface Asking {
  file: PassingFile;
  head: FileInspector[];
  whole: FileInspector[];
  keep: boolean;
}

/** What the askers want of a file; null: nothing. */
export function askingOf({ inspectors, keepers }: Askers, file: PassingFile): Asking | null {
  let asking: Asking | null = null;
  for (const inspector of inspectors) {
    const wish = inspector.wants(file);
    if (wish === 'no') continue;
    asking ??= { file, head: [], whole: [], keep: false };
    asking[wish].push(inspector);
  }
  if (!keepers.some((keeper) => keeper.keeps(file))) return asking;
  asking ??= { file, head: [], whole: [], keep: false };
  asking.keep = true;
  return asking;
}

const rank = { no: 0, head: 1, whole: 2 };

/** Whether more is asked of a file under its second name than under its first: its content must then pass again. */
export function asksMore({ inspectors, keepers }: Askers, second: PassingFile, first: PassingFile): boolean {
  if (inspectors.some((inspector) => rank[inspector.wants(second)] > rank[inspector.wants(first)])) return true;
  return keepers.some((keeper) => keeper.keeps(second)) && !keepers.some((keeper) => keeper.keeps(first));
}
