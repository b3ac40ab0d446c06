import { compareText } from '../../../engine/index.ts';

/** From here on JavaScript's own order is not that of UTF-8 bytes. */
const high = /[\ud800-\uffff]/;

/** Sorts by path in place, by UTF-8 bytes; equal paths keep their order. */
export function sortedEntries<Entry extends { path: string }>(entries: Entry[]): Entry[] {
  if (entries.some((entry) => high.test(entry.path))) return entries.sort((a, b) => compareText(a.path, b.path));
  return entries.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
